package io.counterstep.fulfilment.local.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** The system that is put under load: one that runs anyway, or one started for the purpose. */
public interface SystemUnderTest extends AutoCloseable {

    /** Base URL of the order service, with the scheme {@code http}. */
    URI orderService();

    /** Of the Kafka cluster that has {@code order-events}. */
    String bootstrapServers();

    /** Stops it if it was started for the purpose. */
    @Override
    void close();

    /** Starts a system for the purpose. */
    @FunctionalInterface
    interface Starter {

        /**
         * Returns when the system takes orders.
         *
         * @param directory empty; for all that the system keeps; the caller deletes it afterwards
         * @throws IOException if it cannot be started
         */
        SystemUnderTest start(Path directory) throws IOException;
    }
}
