package io.counterstep.fulfilment.shipping;

import io.counterstep.fulfilment.contracts.InventoryVocabulary.StockLine;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingFailed;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingReply;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingRequested;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingSuccess;
import org.jspecify.annotations.Nullable;

/** What became of a request: booked with a carrier, or refused because there is none. */
record Shipment(ShippingRequested request, @Nullable Carrier carrier) {

    ShipmentStatus status() {
        return carrier == null ? ShipmentStatus.REFUSED : ShipmentStatus.BOOKED;
    }

    @Nullable
    String carrierCode() {
        return carrier == null ? null : carrier.code();
    }

    /**
     * Null if refused. Derived from the order id: an order is shipped at most once, so it is unique without a sequence or
     * an index, and the same however often the order is asked for.
     */
    @Nullable
    String trackingNumber() {
        return carrier == null ? null : carrier.trackingPrefix() + "-" + request.orderId();
    }

    @Nullable
    String refusal() {
        return carrier == null ? "no carrier serves country " + request.country() : null;
    }

    /** How many pieces the parcel holds; which ones is the inventory's reservation. */
    long pieces() {
        return request.lines().stream().mapToLong(StockLine::quantity).sum();
    }

    ShippingReply reply() {
        return carrier == null
                ? new ShippingFailed(request.orderId(), refusal())
                : new ShippingSuccess(request.orderId(), carrierCode(), trackingNumber());
    }
}
