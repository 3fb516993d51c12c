package io.counterstep.chaos.check;

import io.counterstep.chaos.check.Rows.LedgerRow;
import io.counterstep.fulfilment.local.Service;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the databases say when all is at rest.
 *
 * @param orders by id
 * @param sagas each one's state, by the order's id
 * @param effects what each participant's own tables say of an order, such as CHARGED
 * @param ledgers what each participant's ledger says
 */
record Facts(
        Map<String, Order> orders,
        Map<String, String> sagas,
        Map<Service, Map<String, String>> effects,
        Map<Service, List<LedgerRow>> ledgers) {

    static final List<Service> PARTICIPANTS =
            List.of(Service.ORDER, Service.PAYMENT, Service.INVENTORY, Service.SHIPPING);

    record Order(String id, String status, @Nullable String reason) {

        boolean isCompleted() {
            return status.equals("COMPLETED");
        }
    }

    static Facts read(Rows rows) {
        Map<String, Order> orders = new java.util.LinkedHashMap<>();
        rows.all(
                        Service.ORDER,
                        "select id::text, status, reason from orders order by id",
                        row -> new Order(row.getString(1), row.getString(2), row.getString(3)))
                .forEach(it -> orders.put(it.id(), it));
        Map<Service, Map<String, String>> effects = new EnumMap<>(Service.class);
        effects.put(Service.PAYMENT, rows.byKey(Service.PAYMENT, "select order_id, status from payment"));
        effects.put(Service.INVENTORY, rows.byKey(Service.INVENTORY, "select order_id, status from reservation"));
        effects.put(Service.SHIPPING, rows.byKey(Service.SHIPPING, "select order_id, status from shipment"));
        Map<Service, List<LedgerRow>> ledgers = new EnumMap<>(Service.class);
        PARTICIPANTS.forEach(it -> ledgers.put(it, rows.ledger(it)));
        return new Facts(
                orders,
                rows.byKey(Service.ORCHESTRATOR, "select business_key, state from saga where definition = 'fulfil-order'"),
                effects,
                ledgers);
    }
}
