package io.counterstep.benchmarks.measure;

import io.counterstep.benchmarks.ClosedLoop;
import io.counterstep.benchmarks.Contender;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Samples a contender at the edges of the measured time, and its memory in between. Reading takes a while under load, so
 * what grew is taken over the time between its own two readings, and only then divided by the sagas of that time. Used
 * once.
 */
public final class Meter implements ClosedLoop.Edges, AutoCloseable {

    private static final Duration MEMORY_EVERY = Duration.ofSeconds(1);

    private final Contender contender;
    private final ProcessTree processes;
    private final AtomicLong peakBytes = new AtomicLong();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("memory-watch").daemon().factory());
    private @Nullable ScheduledFuture<?> watching;
    private @Nullable Reading before;
    private @Nullable Reading after;

    public Meter(Contender contender) {
        this.contender = contender;
        this.processes = ProcessTree.ofThisJvmAnd(contender.processes());
    }

    /** What was used. */
    public record Usage(
            double cpuMsPerSaga, double peakMemoryMiB, double diskBytesPerSaga, Map<String, Double> perSaga) {}

    private record Reading(Timed cpuMillis, Timed diskBytes, Timed counters) {}

    /** Values, and when they were read. */
    private record Timed(Map<String, Double> values, long atNanos) {
        static Timed of(double value) {
            return of(Map.of("", value));
        }

        static Timed of(Map<String, Double> values) {
            return new Timed(values, System.nanoTime());
        }

        Map<String, Double> perSecondSince(Timed earlier) {
            double seconds = (atNanos - earlier.atNanos) / 1e9;
            Map<String, Double> growth = new TreeMap<>();
            values.forEach(
                    (name, value) -> growth.put(name, (value - earlier.values.getOrDefault(name, 0.0)) / seconds));
            return growth;
        }
    }

    @Override
    public void begins() {
        before = read();
        watching = watch.scheduleAtFixedRate(this::noteMemory, 0, MEMORY_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void ends() {
        after = read();
        if (watching != null && watching.state() == Future.State.FAILED) {
            throw new IllegalStateException("Cannot read the memory in use", watching.exceptionNow());
        }
        close();
    }

    /** @throws IllegalStateException if nothing was measured yet */
    public Usage of(ClosedLoop.Measured measured) {
        Reading first = before;
        Reading last = after;
        if (first == null || last == null) {
            throw new IllegalStateException("asked for what was used before the measured time had begun and ended");
        }
        double sagas = measured.perSecond();
        Map<String, Double> perSaga = last.counters.perSecondSince(first.counters);
        perSaga.replaceAll((name, perSecond) -> sagas == 0 ? 0 : perSecond / sagas);
        return new Usage(
                sagas == 0 ? 0 : single(last.cpuMillis.perSecondSince(first.cpuMillis)) / sagas,
                peakBytes.get() / 1_048_576.0,
                sagas == 0 ? 0 : single(last.diskBytes.perSecondSince(first.diskBytes)) / sagas,
                perSaga);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private static double single(Map<String, Double> values) {
        return values.getOrDefault("", 0.0);
    }

    private void noteMemory() {
        peakBytes.accumulateAndGet(processes.memoryBytes(), Math::max);
    }

    private Reading read() {
        try {
            Timed cpu = Timed.of(processes.cpuMillis());
            Timed counters = Timed.of(contender.counters());
            return new Reading(cpu, Timed.of(DiskUse.bytes(contender.data())), counters);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot read what the system has used: " + e.getMessage(), e);
        }
    }
}
