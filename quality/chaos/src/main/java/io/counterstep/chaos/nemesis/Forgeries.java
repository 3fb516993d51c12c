package io.counterstep.chaos.nemesis;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Records that nobody in the system has said. */
record Forgeries(Injector injector, long seed) implements Attack {

    private static final int AT_A_TIME = 40;

    @Override
    public String target() {
        return "all topics";
    }

    @Override
    public String strike() throws ExecutionException, InterruptedException, TimeoutException {
        RandomGenerator random =
                RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
        return injector.forge(AT_A_TIME, random) + " records forged";
    }

    @Override
    public String heal() {
        return "";
    }
}
