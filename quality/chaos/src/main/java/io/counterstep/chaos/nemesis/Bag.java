package io.counterstep.chaos.nemesis;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws kinds of faults so that none comes a second time before all others have come. Used by one thread. */
final class Bag {

    private final List<Fault> all;
    private final RandomGenerator random;
    private final List<Fault> left = new ArrayList<>();

    Bag(List<Fault> all, RandomGenerator random) {
        this.all = List.copyOf(all);
        this.random = random;
    }

    Fault draw() {
        if (left.isEmpty()) {
            left.addAll(all);
        }
        return left.remove(random.nextInt(left.size()));
    }
}
