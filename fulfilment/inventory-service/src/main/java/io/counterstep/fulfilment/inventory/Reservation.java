package io.counterstep.fulfilment.inventory;

import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryFailed;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryReply;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventorySuccess;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request: reserved, or refused for a reason.
 *
 * @param quantities by SKU; empty if refused
 */
record Reservation(
        String orderId,
        Map<String, Long> quantities,
        @Nullable String refusal) {

    ReservationStatus status() {
        return refusal == null ? ReservationStatus.RESERVED : ReservationStatus.REFUSED;
    }

    /**
     * Null if refused. Derived from the order id: an order is reserved at most once, so it is unique without a sequence or
     * an index, and the same however often the order is asked for.
     */
    @Nullable
    String reservationId() {
        return refusal == null ? "res-" + orderId : null;
    }

    InventoryReply reply() {
        return refusal == null ? new InventorySuccess(orderId, reservationId()) : new InventoryFailed(orderId, refusal);
    }
}
