package io.counterstep.chaos.nemesis;

import io.counterstep.chaos.cluster.Node;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts processes again as a supervisor would: one that ends while starting, because of another fault, is started again. */
final class Repair {

    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(2);

    private Repair() {}

    /**
     * Returns when it answers.
     *
     * @throws IllegalStateException if it does not within three minutes
     */
    static void start(Node node) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                node.start();
                return;
            } catch (RuntimeException failed) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException(node.name() + " does not start any more", failed);
                }
                LOG.info("{} did not start, once more", node.name(), failed);
                Thread.sleep(BEFORE_NEXT_TRY);
            }
        }
    }
}
