package io.counterstep.benchmarks;

import io.counterstep.fulfilment.local.bench.Stored;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A system that is ready to run sagas of three steps, and tells of their ends. Thread-safe. */
public interface Contender extends AutoCloseable {

    /** Opens one in an empty folder; returns when it is ready. */
    @FunctionalInterface
    interface Opener {
        Contender open(Path folder, Ends ends) throws Exception;
    }

    /** Called before load of that length begins, nothing outstanding; may take its time. Sagas are numbered on. */
    default void prepare(Duration load) throws Exception {}

    /**
     * Stores such sagas beside those that it runs, and returns when the database has settled.
     *
     * @return false if that is not possible here
     */
    default boolean fill(Stored stored) throws Exception {
        return false;
    }

    /** Starts the saga of that number, see {@link Fate}; returns soon, may be called from the thread that told of an end. */
    void begin(long saga);

    /** The processes that work for it beside this JVM, roots only: their children count too. */
    List<ProcessHandle> processes();

    /** The folders where it keeps what is durable. */
    List<Path> data();

    /**
     * Totals that only grow, by name, such as {@code records} or {@code statements}; their growth is told for each saga.
     * Called about twice for each measurement.
     */
    default Map<String, Double> counters() throws Exception {
        return Map.of();
    }

    /** What it is made of, such as {@code PostgreSQL} → {@code 18.6}. */
    default Map<String, String> versions() throws Exception {
        return Map.of();
    }

    @Override
    void close();
}
