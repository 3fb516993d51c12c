package io.counterstep.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of sagas outstanding: each end begins the next. Latency is from the begin to the end of each saga that
 * ends within the measured time, so what waits while the system stalls is counted with its whole wait. Thread-safe, but
 * for {@link #run}, which takes one caller at a time.
 */
public final class ClosedLoop implements Ends {

    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;
    private static final int NAMED = 3;

    private final AtomicLong next;
    private final Map<Long, Long> begun = new ConcurrentHashMap<>();
    private final LongAdder wrong = new LongAdder();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final Duration drain;
    private volatile @Nullable Run current;

    /** @param first the number of the first saga */
    public ClosedLoop(long first) {
        this(first, DRAIN);
    }

    ClosedLoop(long first, Duration drain) {
        this.next = new AtomicLong(first);
        this.drain = drain;
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

    /** One load: as long as it is open, each end begins the next saga. */
    private static final class Run {
        final Contender system;
        final CountDownLatch outstanding;
        volatile boolean open = true;
        volatile @Nullable Histogram measured;

        Run(Contender system, int outstanding) {
            this.system = system;
            this.outstanding = new CountDownLatch(outstanding);
        }
    }

    /**
     * Runs once; may be called again with another number.
     *
     * @throws IllegalStateException if the system fails, or sagas do not end within a minute after the last began, or end
     *     otherwise than they should
     */
    public Measured run(Contender system, int outstanding, Duration warmUp, Duration time, Edges edges)
            throws InterruptedException {
        Run run = new Run(system, outstanding);
        current = run;
        for (int i = 0; i < outstanding; i++) {
            begin(run);
        }
        stay(warmUp);
        Histogram histogram = new ConcurrentHistogram(HIGHEST_MICROS, DIGITS);
        edges.begins();
        long from = System.nanoTime();
        run.measured = histogram;
        stay(time);
        run.measured = null;
        long until = System.nanoTime();
        edges.ends();
        run.open = false;
        if (!run.outstanding.await(drain.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(failure.getNow(begun.size() + " sagas did not end within " + drain
                    + ", such as " + begun.keySet().stream().limit(NAMED).toList()));
        }
        if (wrong.sum() > 0) {
            throw new IllegalStateException(wrong.sum() + " sagas ended otherwise than they should");
        }
        return new Measured(histogram.getTotalCount(), Duration.ofNanos(until - from), histogram);
    }

    @Override
    public void ended(long saga, boolean completed) {
        Long begin = begun.remove(saga);
        Run run = current;
        if (begin == null || run == null) {
            // told twice: delivery is at least once
            return;
        }
        Histogram histogram = run.measured;
        if (histogram != null) {
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
            histogram.recordValue(Math.min(micros, HIGHEST_MICROS));
        }
        if (completed != (Fate.of(saga) == Fate.SUCCEEDS)) {
            wrong.increment();
        }
        if (run.open) {
            begin(run);
        } else {
            run.outstanding.countDown();
        }
    }

    @Override
    public void failed(String why) {
        failure.complete(why);
    }

    private void begin(Run run) {
        long saga = next.getAndIncrement();
        begun.put(saga, System.nanoTime());
        run.system.begin(saga);
    }

    private void stay(Duration time) throws InterruptedException {
        try {
            String why = failure.get(time.toNanos(), TimeUnit.NANOSECONDS);
            throw new IllegalStateException(why);
        } catch (TimeoutException nothingFailed) {
            return;
        } catch (ExecutionException impossible) {
            throw new AssertionError("a failure is told, not thrown", impossible);
        }
    }
}
