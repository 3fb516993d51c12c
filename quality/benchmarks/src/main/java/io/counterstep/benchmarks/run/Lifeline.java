package io.counterstep.benchmarks.run;

import java.io.IOException;
import org.slf4j.LoggerFactory;

/**
 * Ends a process with the one that started it, however that ends: its standard input is a pipe from there, which the
 * operating system closes also when the other is killed.
 */
public final class Lifeline {

    private static final int STARTER_GONE = 143;

    private Lifeline() {}

    /** Returns at once; shutdown hooks run when the time has come. */
    public static void exitWithStarter() {
        Thread.ofPlatform().name("lifeline").daemon().start(() -> {
            awaitEnd();
            System.exit(STARTER_GONE);
        });
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written; only the end matters.
            }
        } catch (IOException broken) {
            LoggerFactory.getLogger(Lifeline.class).warn("The pipe from the starter broke", broken);
        }
    }
}
