package io.counterstep.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** A system that is ready to run sagas of three steps, and tells of their ends. Thread-safe. */
public interface Contender extends AutoCloseable {

    /** Opens one in an empty folder; returns when it is ready. */
    @FunctionalInterface
    interface Opener {
        Contender open(Path folder, Ends ends) throws Exception;
    }

    /** Starts the saga of that number, see {@link Fate}; returns soon, may be called from the thread that told of an end. */
    void begin(long saga);

    /** The processes that work for it beside this JVM, roots only: their children count too. */
    List<ProcessHandle> processes();

    /** The folders where it keeps what is durable. */
    List<Path> data();

    @Override
    void close();
}
