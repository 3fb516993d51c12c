package io.counterstep.fulfilment.local.cli;

import java.time.Duration;
import java.time.Instant;

/** Where a command prints to, and the time there; tests bring their own. */
interface Terminal {

    /** When nobody knows how many lines there are. */
    int ANY_HEIGHT = Integer.MAX_VALUE;

    /** Whether what was printed can be printed over: false in a pipe, a file, or on a terminal that knows no codes. */
    boolean redraws();

    /** The same of the error stream, where progress is told. */
    boolean showsProgress();

    /** How many lines it shows now, or {@link #ANY_HEIGHT}. */
    int height();

    Instant now();

    void pause(Duration time) throws InterruptedException;
}
