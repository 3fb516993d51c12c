package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.participant.Outbox;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Places orders: the order and its ORDER_CREATED are stored in one transaction or not at all. Thread-safe.
 *
 * <p>An idempotency key belongs to its customer and lives as long as the order: the row itself is the memory of the
 * request, so there is no second record that could disagree with it.
 */
@Component
public class OrderPlacement {

    private final Catalogue catalogue;
    private final OrderStore store;
    private final Outbox outbox;
    private final TransactionOperations transaction;
    private final InstantSource clock;
    private final OrderIds ids;
    private final OrderProperties properties;

    OrderPlacement(
            Catalogue catalogue,
            OrderStore store,
            Outbox outbox,
            TransactionOperations transaction,
            InstantSource orderClock,
            OrderIds ids,
            OrderProperties properties) {
        this.catalogue = catalogue;
        this.store = store;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = orderClock;
        this.ids = ids;
        this.properties = properties;
    }

    /**
     * Places an order, or finds the one that the same request with the same key placed before.
     *
     * @param idempotencyKey what makes two requests the same one, or null if each stands for itself
     * @throws RejectedRequestException if the catalogue cannot serve it, or the key stands for another request
     */
    public Order place(OrderRequest request, @Nullable String idempotencyKey) {
        return Objects.requireNonNull(transaction.execute(status -> placeInTransaction(request, idempotencyKey)));
    }

    private Order placeInTransaction(OrderRequest request, @Nullable String idempotencyKey) {
        PricedLines priced;
        try {
            priced = PricedLines.of(request, catalogue.pricesOf(request.lines()));
        } catch (RejectedRequestException unsellable) {
            // What was accepted once is accepted again, also when the catalogue has changed since.
            return placedBefore(request, idempotencyKey).orElseThrow(() -> unsellable);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Order order = Order.pending(ids.at(now), request, priced, now);
        if (!store.insert(order, idempotencyKey, now.plus(properties.announceAgainAfter()))) {
            return placedBefore(request, idempotencyKey)
                    .orElseThrow(() -> new IllegalStateException("order under idempotency key '" + idempotencyKey
                            + "' was there and is gone: orders must not be deleted while requests come in"));
        }
        outbox.add(OrderVocabulary.CREATED, order.id().toString(), order.announcement());
        return order;
    }

    private Optional<Order> placedBefore(OrderRequest request, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return Optional.empty();
        }
        Optional<Order> stored = store.findByKey(request.customerId(), idempotencyKey);
        if (stored.isPresent() && !stored.get().isWhatAsks(request)) {
            throw new RejectedRequestException(Mistake.unacceptable(
                    "Idempotency-Key",
                    "was used by this customer for another request (order "
                            + stored.get().id() + "); a new request needs a new key"));
        }
        return stored;
    }
}
