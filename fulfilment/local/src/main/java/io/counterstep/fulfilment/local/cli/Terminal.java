package io.counterstep.fulfilment.local.cli;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a command prints to, who sits there, and the time there; tests bring their own. */
interface Terminal {

    /** When nobody knows how many lines there are. */
    int ANY_HEIGHT = Integer.MAX_VALUE;

    /** Whether what was printed can be printed over: false in a pipe, a file, or on a terminal that knows no codes. */
    boolean redraws();

    /** The same of the error stream, where progress is told. */
    boolean showsProgress();

    /** How many lines it shows now, or {@link #ANY_HEIGHT}. */
    int height();

    /** Whether somebody sits there who can be asked. */
    boolean isAttended();

    /**
     * Shows a question and waits for the answer.
     *
     * @return null if there is none, and none will come
     */
    @Nullable
    String ask(String question);

    Instant now();

    void pause(Duration time) throws InterruptedException;
}
