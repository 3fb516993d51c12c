package io.counterstep.fulfilment.local.bench;

import java.util.List;
import java.util.Map;

/**
 * What a load did. Throughput and latencies are those of the orders that ended within the measured time; rejections,
 * errors and unfinished orders are counted over the whole run, warm-up included.
 *
 * @param sagasPerSecond orders that ended (completed or canceled) for each second measured
 * @param rejected POSTs answered with something else than 202
 * @param errors POSTs without a readable answer; whether they became an order is unknown
 * @param unfinished accepted orders whose final event was not received
 * @param unfinishedIds some of them
 * @param cancelReasons how often which reason was told; the rarest may be put together
 * @param postFailures how often which rejection or error was met; likewise
 * @param checked orders read back from the order service after the run
 * @param contradictions those of them that were not as their event had told
 */
public record LoadReport(
        LoadPlan plan,
        double sagasPerSecond,
        double p50Ms,
        double p90Ms,
        double p99Ms,
        double maxMs,
        long completed,
        long canceled,
        long rejected,
        long errors,
        long unfinished,
        List<String> unfinishedIds,
        Map<String, Long> cancelReasons,
        Map<String, Long> postFailures,
        int checked,
        List<String> contradictions) {

    public long ended() {
        return completed + canceled;
    }

    /** Orders that were not accepted, or not told final. */
    public long failed() {
        return rejected + errors + unfinished;
    }

    /** Whether the load shows that the system works: something completed, nothing hung, nothing was told wrongly. */
    public boolean isSound() {
        boolean didItsWork = plan.failingPercent() == 100 ? canceled > 0 : completed > 0;
        return didItsWork && unfinished == 0 && contradictions.isEmpty();
    }
}
