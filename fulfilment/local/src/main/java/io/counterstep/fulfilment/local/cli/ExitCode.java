package io.counterstep.fulfilment.local.cli;

/** What the process ends with; part of the command line's contract, for scripts. */
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

    private ExitCode() {}
}
