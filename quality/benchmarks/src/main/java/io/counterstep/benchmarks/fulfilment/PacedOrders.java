package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import io.counterstep.benchmarks.Fate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Begins orders at a pace, whether earlier ones have ended or not, as customers do; unless so many are on their way that the
 * system has plainly fallen behind. Closed by its caller; thread-safe.
 */
final class PacedOrders implements Ends, AutoCloseable {

    private static final long TICK_NANOS = 5_000_000;
    private static final Duration DRAIN = Duration.ofSeconds(60);

    private final Contender system;
    private final int perSecond;
    private final AtomicLong next;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong otherwise = new AtomicLong();
    private final Thread thread;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private volatile boolean open = true;

    PacedOrders(Contender system, int perSecond, long first) {
        this.system = system;
        this.perSecond = perSecond;
        this.next = new AtomicLong(first);
        this.thread = Thread.ofPlatform().name("pace").daemon().unstarted(this::run);
    }

    /** Whoever hears of ends must know it by then. */
    void start() {
        thread.start();
    }

    @Override
    public void ended(long saga, boolean completed) {
        if (completed != (Fate.of(saga) == Fate.SUCCEEDS)) {
            otherwise.incrementAndGet();
        }
        ended.incrementAndGet();
    }

    @Override
    public void failed(String why) {
        failure.complete(why);
    }

    /**
     * Begins no more, and waits for those that are on their way.
     *
     * @throws IllegalStateException if anything has failed so far, or they do not end within a minute
     */
    void drain() throws InterruptedException {
        close();
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (ended.get() < begun.get() && !failure.isDone() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TICK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        if (failure.isDone() || ended.get() < begun.get()) {
            throw new IllegalStateException(
                    failure.getNow((begun.get() - ended.get()) + " orders did not end within " + DRAIN));
        }
    }

    long begunSoFar() {
        return begun.get();
    }

    long endedSoFar() {
        return ended.get();
    }

    /** Those that were canceled because a step took too long, where they should have completed. */
    long endedOtherwise() {
        return otherwise.get();
    }

    private void run() {
        try {
            begin();
        } catch (RuntimeException failed) {
            failed("orders cannot be begun: " + failed);
        }
    }

    private void begin() {
        long start = System.nanoTime();
        while (open) {
            long due = (long) ((System.nanoTime() - start) / 1e9 * perSecond);
            while (open && begun.get() < due && begun.get() - ended.get() < OrdersAsEvents.MOST_OUTSTANDING) {
                begun.incrementAndGet();
                system.begin(next.getAndIncrement());
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
