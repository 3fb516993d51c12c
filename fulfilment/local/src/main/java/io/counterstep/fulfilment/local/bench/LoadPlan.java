package io.counterstep.fulfilment.local.bench;

import java.time.Duration;

/**
 * A closed-loop load: as many orders are kept outstanding as wanted, the next is placed when one ends.
 *
 * @param outstanding orders between POST and final event, 1 to {@link #MAX_OUTSTANDING}
 * @param failingPercent how many of the orders must fail, 0 to 100
 * @param warmUp not measured; may be zero
 * @param measured more than zero
 * @param drain how long the orders still outstanding afterwards may take to end
 */
public record LoadPlan(int outstanding, int failingPercent, Duration warmUp, Duration measured, Duration drain) {

    public static final int MAX_OUTSTANDING = 16_384;
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(60);

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public LoadPlan {
        if (outstanding < 1 || outstanding > MAX_OUTSTANDING) {
            throw new IllegalArgumentException(
                    "outstanding must be 1 to " + MAX_OUTSTANDING + " orders, was " + outstanding);
        }
        if (failingPercent < 0 || failingPercent > 100) {
            throw new IllegalArgumentException("failing must be 0 to 100 percent, was " + failingPercent);
        }
        if (warmUp.isNegative() || measured.isNegative() || measured.isZero() || drain.isNegative()) {
            throw new IllegalArgumentException("the measured time must be more than zero, warm-up at least zero");
        }
    }
}
