package io.counterstep.fulfilment.local.bench;

import java.net.URI;

/** A system that somebody else started and that goes on afterwards. */
public record RunningSystem(URI orderService, String bootstrapServers) implements SystemUnderTest {

    @Override
    public void close() {
        // It was running before.
    }
}
