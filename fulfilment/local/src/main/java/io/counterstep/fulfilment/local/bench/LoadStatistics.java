package io.counterstep.fulfilment.local.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Latencies and counts of the orders that ended while it was measured. Not thread-safe. */
final class LoadStatistics {

    /** Longer latencies count as this long: an order that takes an hour says what it says. */
    private static final long HIGHEST_MICROS = Duration.ofHours(1).toNanos() / 1_000;

    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram micros = new Histogram(HIGHEST_MICROS, SIGNIFICANT_DIGITS);
    private long completed;
    private long canceled;

    /**
     * What was measured; all zero if nothing ended.
     *
     * @param perSecond orders that ended, completed or canceled, for each second measured
     */
    record Summary(
            double perSecond, double p50Ms, double p90Ms, double p99Ms, double maxMs, long completed, long canceled) {}

    /** @param latencyNanos from the POST until the final event was received */
    void ended(long latencyNanos, boolean wasCompleted) {
        micros.recordValue(Math.clamp(latencyNanos / 1_000, 0, HIGHEST_MICROS));
        if (wasCompleted) {
            completed++;
        } else {
            canceled++;
        }
    }

    long count() {
        return completed + canceled;
    }

    Summary over(Duration measured) {
        double seconds = measured.toNanos() / 1e9;
        return new Summary(
                seconds == 0 ? 0 : count() / seconds,
                percentile(50),
                percentile(90),
                percentile(99),
                micros.getMaxValue() / 1e3,
                completed,
                canceled);
    }

    private double percentile(double percent) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percent) / 1e3;
    }
}
