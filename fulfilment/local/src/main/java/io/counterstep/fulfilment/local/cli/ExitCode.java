package io.counterstep.fulfilment.local.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the process ends with; part of the command line's contract, for scripts. The one exception is {@code verdict},
 * whose 1 and 2 say how a deploy would go, as its help tells.
 */
final class ExitCode {

    static final int OK = 0;

    /** The system answered and the answer was no: order canceled or rejected, unknown id, nothing completed. */
    static final int REFUSED = 1;

    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    /** The order was accepted but had not ended when {@code --timeout} was over; or an audit did not come to its end. */
    static final int UNFINISHED = 4;

    /** The audit has open findings. */
    static final int FINDINGS = 5;

    /** Ctrl-C, by the convention of shells: 128 and the signal's number. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** As the help lists them. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put(" " + OK, "done; an order or saga that was followed is completed");
        meanings.put(" " + REFUSED, "the system said no: order canceled or rejected, id unknown, ...");
        meanings.put(" " + USAGE, "wrong usage");
        meanings.put(" " + UNREACHABLE, "nothing answers where the system should be");
        meanings.put(" " + UNFINISHED, "what was waited for had not ended within --timeout");
        meanings.put(" " + FINDINGS, "the audit has open findings");
        meanings.put(" " + INTERRUPTED, "ended by Ctrl-C");
        return meanings;
    }
}
