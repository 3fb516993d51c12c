package io.counterstep.fulfilment.local;

import java.util.OptionalLong;

/** A service that was started, in this JVM or as a process of its own. */
interface RunningService extends AutoCloseable {

    /** Its process, if it has one of its own. */
    OptionalLong pid();

    /** Waits until it answers HTTP. */
    void awaitReady();

    /** Ends it in order, forcibly if that takes too long. Closing again does nothing. */
    @Override
    void close();

    /** Ends it as kill -9 does. */
    void kill();
}
