package io.counterstep.orchestrator;

import java.time.Duration;

/**
 * How a participant that falls silent is recognized, and how it gets back what was held for it meanwhile.
 *
 * @param threshold so many commands left unanswered beyond their time, with no answer at all in between, close its gate;
 *     0 if only operators do
 * @param probeEvery how often a closed gate lets one saga try, and how long a participant must have been silent to count
 *     as silent
 * @param firstRate so many commands a second a gate lets go of those it held, to begin with
 * @param rate the most commands a second it comes to while it is answered
 * @param maxInFlight the most of these that may be unanswered at a time; from half of it on the rate does not grow
 */
public record RecoverySettings(int threshold, Duration probeEvery, int firstRate, int rate, int maxInFlight) {

    public static final int DEFAULT_THRESHOLD = 100;
    public static final Duration DEFAULT_PROBE_EVERY = Duration.ofSeconds(5);
    public static final int DEFAULT_FIRST_RATE = 200;
    public static final int DEFAULT_RATE = 5_000;
    public static final int DEFAULT_MAX_IN_FLIGHT = 1_000;

    public static final RecoverySettings DEFAULT = new RecoverySettings(
            DEFAULT_THRESHOLD, DEFAULT_PROBE_EVERY, DEFAULT_FIRST_RATE, DEFAULT_RATE, DEFAULT_MAX_IN_FLIGHT);

    /** A second's commands go in so many parts, if it has as many. */
    private static final int PARTS = 10;

    /** Each portion raises the rate by such a part of it: ten of them, which a second has, double it. */
    private static final int GROWTH = 14;

    public RecoverySettings {
        if (threshold < 0
                || probeEvery.compareTo(Duration.ofMillis(100)) < 0
                || firstRate < 1
                || rate < 1
                || maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "recovery needs a threshold of 0 or more, 100ms or more between probes, and"
                            + " rates and commands in flight of 1 or more, found threshold " + threshold + ", every "
                            + probeEvery + ", first rate " + firstRate + ", rate " + rate + ", in flight "
                            + maxInFlight);
        }
    }

    /** Commands a second. */
    int beginning() {
        return Math.min(firstRate, rate);
    }

    /** The next rate, after a portion of this one; the same if too many are unanswered to go faster. */
    int faster(int pace, int unanswered) {
        return unanswered > maxInFlight / 2 ? pace : Math.min(rate, pace + Math.max(1, pace / GROWTH));
    }

    /** The most commands that go at once. */
    static int portion(int pace) {
        return Math.max(1, pace / PARTS);
    }

    /** The least time between two portions: then no second, wherever it begins, holds more than the rate. */
    static Duration gap(int pace) {
        int portions = Math.max(1, pace / portion(pace));
        return Duration.ofNanos((Duration.ofSeconds(1).toNanos() + portions - 1) / portions);
    }
}
