package io.counterstep.fulfilment.local.cli;

import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.bench.SystemUnderTest;
import java.net.URI;
import java.nio.file.Path;

/** A whole system in this JVM on free ports, for a load test when none runs. */
record OwnSystem(LocalSystem system) implements SystemUnderTest {

    /** The caller deletes the directory. */
    static OwnSystem start(Path directory) {
        return new OwnSystem(
                LocalSystem.start(LocalOptions.temporaryIn(directory).withDeleteData(false)));
    }

    @Override
    public URI orderService() {
        return URI.create(system.orderUrl());
    }

    @Override
    public String bootstrapServers() {
        return system.bootstrapServers();
    }

    @Override
    public void close() {
        system.close();
    }
}
