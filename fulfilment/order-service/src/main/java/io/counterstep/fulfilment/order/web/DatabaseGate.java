package io.counterstep.fulfilment.order.web;

import io.counterstep.fulfilment.order.OrderPlacement;
import io.counterstep.fulfilment.order.OrderProperties;
import io.counterstep.fulfilment.order.TooBusyException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets requests other than placements, which go in groups, to the database one after the other in the order in which they
 * came, some at a time. With the groups fewer than the pool has connections, so that a flood of requests never keeps the saga's commands from theirs; and fair, which the pool is
 * not, so that in a burst all wait a little and none too long. Thread-safe.
 */
@Component
class DatabaseGate {

    private final Semaphore places;
    private final Duration patience;
    private final TransactionOperations transaction;

    @Autowired
    DatabaseGate(OrderProperties properties, TransactionOperations transaction) {
        this(properties.requestsAtOnce(), OrderPlacement.PATIENCE, transaction);
    }

    DatabaseGate(int places, Duration patience, TransactionOperations transaction) {
        this.places = new Semaphore(places, true);
        this.patience = patience;
        this.transaction = transaction;
    }

    /**
     * Does that work when it is its turn, in a transaction of bounded time.
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
            return Objects.requireNonNull(transaction.execute(status -> work.get()));
        } finally {
            places.release();
        }
    }
}
