package io.counterstep.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of sagas outstanding: each end begins the next. Latency is from the begin to the end of each saga that
 * ends within the measured time, so what waits while the system stalls is counted with its whole wait. Thread-safe.
 */
public final class ClosedLoop implements Ends {

    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;

    private final AtomicLong next;
    private final Map<Long, Long> begun = new ConcurrentHashMap<>();
    private final LongAdder wrong = new LongAdder();
    private volatile @Nullable Histogram measured;
    private volatile boolean open;
    private @Nullable Contender contender;
    private Semaphore left = new Semaphore(0);

    /** @param first the number of the first saga */
    public ClosedLoop(long first) {
        this.next = new AtomicLong(first);
    }

    /**
     * @param ended sagas that ended in the measured time
     * @param latency of those, in microseconds
     */
    public record Measured(long ended, Duration time, Histogram latency) {
        public double perSecond() {
            return ended / (time.toNanos() / 1e9);
        }
    }

    /** Tells what happens at the edges of the measured time. */
    public interface Edges {
        void begins();

        void ends();
    }

    /**
     * Runs once; may be called again with another number.
     *
     * @throws IllegalStateException if sagas do not end within a minute after the last began, or end otherwise than they should
     */
    public Measured run(Contender system, int outstanding, Duration warmUp, Duration time, Edges edges)
            throws InterruptedException {
        contender = system;
        left = new Semaphore(0);
        open = true;
        for (int i = 0; i < outstanding; i++) {
            begin(system);
        }
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
        Histogram histogram = new ConcurrentHistogram(HIGHEST_MICROS, DIGITS);
        edges.begins();
        long from = System.nanoTime();
        measured = histogram;
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        measured = null;
        long until = System.nanoTime();
        edges.ends();
        open = false;
        if (!left.tryAcquire(outstanding, DRAIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(begun.size() + " sagas did not end within " + DRAIN + ", such as "
                    + begun.keySet().stream().limit(3).toList());
        }
        if (wrong.sum() > 0) {
            throw new IllegalStateException(wrong.sum() + " sagas ended otherwise than they should");
        }
        return new Measured(histogram.getTotalCount(), Duration.ofNanos(until - from), histogram);
    }

    @Override
    public void ended(long saga, boolean completed) {
        Long begin = begun.remove(saga);
        if (begin == null) {
            // told twice: delivery is at least once
            return;
        }
        Histogram histogram = measured;
        if (histogram != null) {
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
            histogram.recordValue(Math.min(micros, HIGHEST_MICROS));
        }
        if (completed != (Fate.of(saga) == Fate.SUCCEEDS)) {
            wrong.increment();
        }
        Contender system = contender;
        if (open && system != null) {
            begin(system);
        } else {
            left.release();
        }
    }

    private void begin(Contender system) {
        long saga = next.getAndIncrement();
        begun.put(saga, System.nanoTime());
        system.begin(saga);
    }
}
