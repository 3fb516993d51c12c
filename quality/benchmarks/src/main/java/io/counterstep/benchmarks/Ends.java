package io.counterstep.benchmarks;

/** Hears of the ends of sagas, from any thread; must not block. */
@FunctionalInterface
public interface Ends {

    /** @param completed false if the saga was undone */
    void ended(long saga, boolean completed);

    /** The system cannot go on: whatever is being measured fails for this reason. */
    default void failed(String why) {}
}
