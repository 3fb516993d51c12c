package io.counterstep.fulfilment.local.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the benchmarks are to be run.
 *
 * @param outstanding the numbers of sagas kept outstanding, each {@code 1} to {@link #MAX_OUTSTANDING}
 * @param warmUp load before anything is measured, in each process; may be zero
 * @param measured for each number outstanding, more than zero
 * @param runs rounds over all systems, {@code 1} to {@link #MAX_RUNS}
 * @param peers whether other systems run the same workload in the same rounds
 * @param floor whether bare Kafka and bare SQL are measured in the same rounds
 * @param stored what is measured a second time with; the systems whose store can be filled alone
 * @param json whether to print one JSON document instead of text
 * @param out the folder for {@code results.json} and charts, or null for none
 * @param docs the document whose figures are to be replaced, or null for none
 */
public record BenchSettings(
        List<Workload> workloads,
        List<Integer> outstanding,
        Duration warmUp,
        Duration measured,
        int runs,
        boolean peers,
        boolean floor,
        Stored stored,
        boolean json,
        @Nullable Path out,
        @Nullable Path docs) {

    public static final int MAX_OUTSTANDING = 16_384;
    public static final int MAX_RUNS = 100;

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public BenchSettings {
        workloads = workloads.stream().distinct().toList();
        outstanding = outstanding.stream().distinct().sorted().toList();
        if (workloads.isEmpty() || outstanding.isEmpty()) {
            throw new IllegalArgumentException("at least one workload and one number outstanding are needed");
        }
        if (outstanding.getFirst() < 1 || outstanding.getLast() > MAX_OUTSTANDING) {
            throw new IllegalArgumentException(
                    "outstanding must be 1 to " + MAX_OUTSTANDING + " sagas, was " + outstanding);
        }
        if (warmUp.isNegative() || measured.isNegative() || measured.isZero()) {
            throw new IllegalArgumentException("the measured time must be more than zero, warm-up at least zero");
        }
        if (runs < 1 || runs > MAX_RUNS) {
            throw new IllegalArgumentException("runs must be 1 to " + MAX_RUNS + ", was " + runs);
        }
        if (docs != null && out == null) {
            throw new IllegalArgumentException("--docs needs --out: the document shows the charts of that folder");
        }
    }

    /** The command that leads to the same measurements; where its results go is left out. */
    public String command() {
        List<String> words = new ArrayList<>(List.of("./counterstep", "bench"));
        words.add("--workload");
        words.add(workloads.stream().map(Workload::toString).collect(Collectors.joining(",")));
        words.add("--outstanding");
        words.add(outstanding.stream().map(String::valueOf).collect(Collectors.joining(",")));
        words.addAll(List.of("--warm-up", String.valueOf(warmUp.toSeconds())));
        words.addAll(List.of("--seconds", String.valueOf(measured.toSeconds())));
        words.addAll(List.of("--runs", String.valueOf(runs)));
        if (peers) {
            words.add("--peers");
        }
        if (floor) {
            words.add("--floor");
        }
        if (stored.finished() > 0) {
            words.addAll(List.of("--finished", String.valueOf(stored.finished())));
        }
        if (stored.active() > 0) {
            words.addAll(List.of("--active", String.valueOf(stored.active())));
        }
        return String.join(" ", words);
    }
}
