package io.counterstep.fulfilment.order;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to place an order.
 *
 * @param idempotencyKey what makes two requests of a customer the same one, or null if it stands for itself
 */
record Placement(OrderRequest request, @Nullable String idempotencyKey) {

    /** An idempotency key belongs to its customer. */
    record Key(String customerId, String idempotencyKey) {}

    Optional<Key> key() {
        return Optional.ofNullable(idempotencyKey).map(it -> new Key(request.customerId(), it));
    }
}
