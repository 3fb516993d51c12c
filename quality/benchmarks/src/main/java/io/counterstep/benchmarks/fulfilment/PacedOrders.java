package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.Contender;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Begins orders at a pace, whether earlier ones have ended or not, as customers do; unless so many are on their way that the
 * system has plainly fallen behind. Closed by its caller; thread-safe.
 */
final class PacedOrders implements AutoCloseable {

    static final int MOST_OUTSTANDING = 16_384;

    private static final long TICK_NANOS = 5_000_000;

    private final Contender system;
    private final int perSecond;
    private final AtomicLong next;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final Thread thread;
    private volatile boolean open = true;

    private PacedOrders(Contender system, int perSecond, long first) {
        this.system = system;
        this.perSecond = perSecond;
        this.next = new AtomicLong(first);
        this.thread = Thread.ofPlatform().name("pace").daemon().unstarted(this::run);
    }

    static PacedOrders start(Contender system, int perSecond, long first) {
        PacedOrders orders = new PacedOrders(system, perSecond, first);
        orders.thread.start();
        return orders;
    }

    void ended() {
        ended.incrementAndGet();
    }

    long begunSoFar() {
        return begun.get();
    }

    long endedSoFar() {
        return ended.get();
    }

    private void run() {
        long start = System.nanoTime();
        while (open) {
            long due = (long) ((System.nanoTime() - start) / 1e9 * perSecond);
            while (open && begun.get() < due && begun.get() - ended.get() < MOST_OUTSTANDING) {
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
