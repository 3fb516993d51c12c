package io.counterstep.fulfilment.shipping;

import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingCancel;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingReply;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingRequested;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;

/**
 * Books shipments with carriers and cancels them.
 *
 * <p>Both methods must be called inside a READ COMMITTED transaction, and once for each order: the engine's ledger sees
 * to both. A second booking of the same order breaks a primary key instead of shipping twice. Thread-safe; orders share
 * no rows that are locked, so batches never wait for each other.
 */
@Service
public class ShippingService {

    private final CarrierStore carriers;
    private final ShipmentStore shipments;

    ShippingService(CarrierStore carriers, ShipmentStore shipments) {
        this.carriers = carriers;
        this.shipments = shipments;
    }

    /**
     * Books each order with the carrier that its country prefers.
     *
     * @return one reply for each request, in their order: a refusal if no carrier serves the country
     */
    public List<ShippingReply> book(List<ShippingRequested> requests) {
        Map<String, Carrier> byCountry = carriers.preferred(requests.stream().map(ShippingRequested::country));
        List<Shipment> booked = requests.stream()
                .map(request -> new Shipment(request, byCountry.get(request.country())))
                .toList();
        shipments.record(booked);
        return booked.stream().map(Shipment::reply).toList();
    }

    /**
     * Cancels the bookings of these orders.
     *
     * @throws IllegalStateException if an order has no booking to cancel; then none is canceled
     */
    public void cancel(List<ShippingCancel> cancels) {
        shipments.cancel(cancels.stream().map(ShippingCancel::orderId).toList());
    }

    /** Those of the orders whose shipment is booked. */
    public Set<String> booked(List<String> orderIds) {
        return shipments.booked(orderIds);
    }
}
