package io.counterstep.fulfilment.order;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An order that is to be stored, under its idempotency key if it has one. */
record NewOrder(Order order, @Nullable String idempotencyKey) {

    Optional<Placement.Key> key() {
        return Optional.ofNullable(idempotencyKey).map(it -> new Placement.Key(order.customerId(), it));
    }
}
