package io.counterstep.spring;

import io.counterstep.participant.OutboxRelay;
import org.springframework.context.SmartLifecycle;

/** Starts the relay after the loops, so that its topics are there, and stops it with the service. */
record OutboxLifecycle(OutboxRelay relay) implements SmartLifecycle {

    @Override
    public void start() {
        relay.start();
    }

    @Override
    public void stop() {
        relay.stop();
    }

    @Override
    public boolean isRunning() {
        return relay.isRunning();
    }
}
