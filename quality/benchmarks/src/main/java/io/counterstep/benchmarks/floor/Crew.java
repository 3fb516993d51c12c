package io.counterstep.benchmarks.floor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that work until the time is over. */
final class Crew {

    private Crew() {}

    /** @throws IllegalStateException if one of them failed */
    static double perSecond(
            List<? extends Callable<?>> workers, Stopwatch stopwatch, Duration warmUp, Duration measured)
            throws InterruptedException {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<?>> work = new ArrayList<>();
            for (Callable<?> worker : workers) {
                work.add(threads.submit(worker));
            }
            double perSecond = stopwatch.perSecond(warmUp, measured);
            for (Future<?> one : work) {
                one.get();
            }
            return perSecond;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("The bare loop failed: " + failed.getCause(), failed.getCause());
        }
    }
}
