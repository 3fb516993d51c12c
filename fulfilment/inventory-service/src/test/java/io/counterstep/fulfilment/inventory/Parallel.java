package io.counterstep.fulfilment.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs consumers side by side, as several partitions would. */
final class Parallel {

    private static final long LIMIT_SECONDS = 60;

    private Parallel() {}

    /** Runs all at once; the first failure, such as a deadlock's victim, fails the test. */
    static <T> List<T> run(List<Callable<T>> consumers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(consumers.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(consumers, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
