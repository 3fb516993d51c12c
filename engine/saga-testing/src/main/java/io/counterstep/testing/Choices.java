package io.counterstep.testing;

import java.util.random.RandomGenerator;

/** Where a simulation takes a turn: every choice it makes, it makes here, so that the same choices give the same run. */
@FunctionalInterface
public interface Choices {

    /** A number from 0 to {@code bound} - 1. */
    int below(int bound);

    static Choices by(RandomGenerator random) {
        return random::nextInt;
    }

    /** True once in {@code odds} times. */
    default boolean oneIn(int odds) {
        return below(odds) == 0;
    }
}
