package io.counterstep.chaos.cluster;

import java.io.IOException;

/** Ends a child at once with the JVM that started it, however that ends: its standard input is a pipe from there. */
final class Lifeline {

    private static final int STARTER_GONE = 143;

    private Lifeline() {}

    /** Returns at once. */
    static void haltWithStarter() {
        Thread.ofPlatform().name("lifeline").daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is ever written; only the end matters.
                }
            } catch (IOException broken) {
                System.err.println("The pipe from the starter broke: " + broken);
            }
            // Not in order: the others are gone as well, and waiting for them would keep the ports for minutes.
            Runtime.getRuntime().halt(STARTER_GONE);
        });
    }
}
