package io.counterstep.fulfilment.shipping;

import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingRequested;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes shipments: one statement for a whole batch. */
@Repository
class ShipmentStore {

    private static final String RECORD = """
            insert into shipment
                   (order_id, country, postal_code, pieces, status, carrier, tracking_number, reason)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
            """;

    private static final String CANCEL = """
            update shipment
               set status = 'CANCELED', canceled_at = now()
             where order_id = any(?) and status = 'BOOKED'
            returning order_id
            """;

    private static final String BOOKED = "select order_id from shipment where order_id = any(?) and status = 'BOOKED'";

    private final JdbcClient jdbc;

    ShipmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records the refused ones too, so that it can be seen why. */
    void record(List<Shipment> shipments) {
        List<ShippingRequested> requests =
                shipments.stream().map(Shipment::request).toList();
        jdbc.sql(RECORD)
                .param(requests.stream().map(ShippingRequested::orderId).toArray(String[]::new))
                .param(requests.stream().map(ShippingRequested::country).toArray(String[]::new))
                .param(requests.stream().map(ShippingRequested::postalCode).toArray(String[]::new))
                .param(shipments.stream().map(Shipment::pieces).toArray(Long[]::new))
                .param(shipments.stream().map(it -> it.status().name()).toArray(String[]::new))
                .param(shipments.stream().map(Shipment::carrierCode).toArray(String[]::new))
                .param(shipments.stream().map(Shipment::trackingNumber).toArray(String[]::new))
                .param(shipments.stream().map(Shipment::refusal).toArray(String[]::new))
                .update();
    }

    /** @throws IllegalStateException if one of them is not BOOKED */
    void cancel(List<String> orderIds) {
        List<String> canceled = jdbc.sql(CANCEL)
                .param(orderIds.toArray(String[]::new))
                .query((row, number) -> row.getString("order_id"))
                .list();
        Set<String> missing = new TreeSet<>(orderIds);
        canceled.forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("cannot cancel the shipments of orders " + missing
                    + ": the ledger says they were booked, but table shipment has no row BOOKED for them;"
                    + " compare both before trying again");
        }
    }

    /** Those of the orders whose shipment is booked. */
    Set<String> booked(List<String> orderIds) {
        return jdbc.sql(BOOKED)
                .param(orderIds.toArray(String[]::new))
                .query((row, number) -> row.getString("order_id"))
                .set();
    }
}
