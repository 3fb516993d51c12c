package io.counterstep.fulfilment.local.bench;

import java.time.Duration;

/**
 * How the console is to be measured under load.
 *
 * @param stored sagas that are stored beforehand
 * @param perSecond orders that begin each second, {@code 1} to {@link #MAX_PER_SECOND}
 * @param warmUp orders before anything is measured; in its second half at the pace, with pages
 * @param measured how long pages are read, and how long each of the runs with and without streams takes
 * @param json whether to print one JSON document instead of text
 */
public record ConsoleSettings(Stored stored, int perSecond, Duration warmUp, Duration measured, boolean json) {

    /** More than this machine has ever shown. */
    public static final int MAX_PER_SECOND = 6_000;

    public static final int DEFAULT_PER_SECOND = 2_000;

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public ConsoleSettings {
        if (perSecond < 1 || perSecond > MAX_PER_SECOND) {
            throw new IllegalArgumentException(
                    "orders a second must be 1 to " + MAX_PER_SECOND + ", were " + perSecond);
        }
        if (warmUp.isNegative() || !measured.isPositive()) {
            throw new IllegalArgumentException("the measured time must be more than zero, warm-up at least zero");
        }
    }

    /** The command that leads to the same measurements. */
    public String command() {
        return "./counterstep bench --console --finished " + stored.finished() + " --active " + stored.active()
                + " --rate " + perSecond + " --warm-up " + warmUp.toSeconds() + " --seconds " + measured.toSeconds();
    }
}
