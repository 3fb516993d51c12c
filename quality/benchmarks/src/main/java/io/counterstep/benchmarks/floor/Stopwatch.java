package io.counterstep.benchmarks.floor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts what several threads do, and tells how much of it was done in a second once they were warm. Thread-safe. */
final class Stopwatch {

    private static final Duration BEGIN_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final LongAdder done = new LongAdder();
    private volatile boolean stopped;

    void add(long more) {
        done.add(more);
    }

    /** Whether the threads are to go on. */
    boolean runs() {
        return !stopped;
    }

    /** The warm-up begins when the first of them has done something. */
    double perSecond(Duration warmUp, Duration measured) throws InterruptedException {
        long deadline = System.nanoTime() + BEGIN_WITHIN.toNanos();
        while (done.sum() == 0 && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
        long before = done.sum();
        long from = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(measured.toNanos());
        double perSecond = (done.sum() - before) / ((System.nanoTime() - from) / 1e9);
        stopped = true;
        return perSecond;
    }
}
