package io.counterstep.fulfilment.order.web;

import io.counterstep.fulfilment.order.OrderPlacement;
import io.counterstep.fulfilment.order.OrderProperties;
import io.counterstep.fulfilment.order.TooBusyException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets requests other than placements, which go in groups, to the database one after the other in the order in which they
 * came, some at a time. With the groups fewer than the pool has connections, so that a flood of requests never keeps the saga's commands from theirs; and fair, which the pool is
 * not, so that in a burst all wait a little and none too long. Thread-safe.
 */
@Component
class DatabaseGate {

    private final Semaphore places;
    private final Duration patience;

    @Autowired
    DatabaseGate(OrderProperties properties) {
        this(properties.requestsAtOnce(), OrderPlacement.PATIENCE);
    }

    DatabaseGate(int places, Duration patience) {
        this.places = new Semaphore(places, true);
        this.patience = patience;
    }

    /**
     * Does that work when it is its turn.
     *
     * @throws TooBusyException if that is not within its patience; nothing was done then
     */
    <T> T enter(Supplier<T> work) {
        try {
            if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TooBusyException("waited " + patience.toSeconds() + " s" + " behind other requests");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new TooBusyException("the service is stopping");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
