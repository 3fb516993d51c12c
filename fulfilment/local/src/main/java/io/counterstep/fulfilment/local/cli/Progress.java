package io.counterstep.fulfilment.local.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a command that takes its time says meanwhile: one line on the error stream that changes, and nothing where no
 * line can change. Not thread-safe.
 */
final class Progress {

    private static final Duration AT_MOST_EVERY = Duration.ofMillis(200);
    private static final String EMPTY_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final Terminal terminal;
    private @Nullable Instant said;

    Progress(PrintWriter err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    void now(String text) {
        if (!terminal.showsProgress()) {
            return;
        }
        Instant now = terminal.now();
        if (said == null || Duration.between(said, now).compareTo(AT_MOST_EVERY) >= 0) {
            said = now;
            err.print(EMPTY_LINE + text);
            err.flush();
        }
    }

    /** Makes room for what comes next. */
    void clear() {
        if (said != null) {
            said = null;
            err.print(EMPTY_LINE);
            err.flush();
        }
    }
}
