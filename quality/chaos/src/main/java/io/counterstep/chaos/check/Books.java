package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.Service;
import io.counterstep.fulfilment.orchestrator.FulfilOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all services have stored about each order, by order id. Read once, at rest. */
final class Books {

    static final Set<String> ENDINGS = Set.of("COMPLETED", "CANCELED");

    private static final String SAGA_PREFIX = FulfilOrder.NAME + ":";

    private static final String ORDERS = """
            select id::text, status, coalesce(reason, ''), total_minor_units,
                   (select string_agg(sku || ' x ' || quantity, ', ' order by sku collate "C")
                      from (select line ->> 'sku' as sku, sum((line ->> 'quantity')::bigint) as quantity
                              from jsonb_array_elements(lines) as line group by 1) as line)
              from orders
            """;

    private static final String SAGAS = """
            select business_key, state, coalesce(step, ''), coalesce(attention, reason, '') from saga where definition = ?
            """;

    private static final String LEDGER = """
            select substr(saga_id, ?), step, took_effect, request_type, compensation_type
              from saga_ledger where saga_id like ?
            """;

    private static final String RESERVED = """
            select order_id, string_agg(sku || ' x ' || quantity, ', ' order by sku collate "C")
              from reservation_line join reservation using (order_id)
             where status <> 'REFUSED' group by order_id
            """;

    private final Map<String, OrderRow> orders = new HashMap<>();
    private final Map<String, SagaRow> sagas = new HashMap<>();
    private final Map<Party, Map<String, String>> effects = new EnumMap<>(Party.class);
    private final Map<String, Long> paid = new HashMap<>();
    private final Map<String, String> reserved = new HashMap<>();
    private final Map<String, List<Entry>> ledger = new HashMap<>();

    record OrderRow(String status, String reason, long total, String lines) {
        boolean isFinal() {
            return ENDINGS.contains(status);
        }
    }

    record SagaRow(String state, String step, String reason) {
        boolean isFinal() {
            return ENDINGS.contains(state);
        }
    }

    private Books() {}

    static Books read(Database database) {
        Books books = new Books();
        database.each(Service.ORDER, ORDERS, row -> {
            OrderRow order = new OrderRow(
                    row.getString(2).intern(), row.getString(3).intern(), row.getLong(4), row.getString(5));
            books.orders.put(row.getString(1), order);
        });
        database.each(
                Service.ORCHESTRATOR,
                SAGAS,
                row -> books.sagas.put(
                        row.getString(1),
                        new SagaRow(
                                row.getString(2).intern(),
                                row.getString(3).intern(),
                                row.getString(4).intern())),
                FulfilOrder.NAME);
        for (Party party : Party.values()) {
            Map<String, String> statuses = new HashMap<>();
            database.each(
                    party.service(),
                    "select order_id, status from " + party.table(),
                    row -> statuses.put(row.getString(1), row.getString(2).intern()));
            books.effects.put(party, statuses);
            books.readLedger(database, party.service());
        }
        books.readLedger(database, Service.ORDER);
        database.each(
                Service.PAYMENT,
                "select order_id, amount from payment where status <> 'REFUSED'",
                row -> books.paid.put(row.getString(1), row.getLong(2)));
        database.each(Service.INVENTORY, RESERVED, row -> books.reserved.put(row.getString(1), row.getString(2)));
        return books;
    }

    private void readLedger(Database database, Service service) {
        database.each(
                service,
                LEDGER,
                row -> ledger.computeIfAbsent(row.getString(1), it -> new ArrayList<>(5))
                        .add(new Entry(
                                service,
                                row.getString(2).intern(),
                                row.getBoolean(3),
                                interned(row.getString(4)),
                                interned(row.getString(5)))),
                SAGA_PREFIX.length() + 1,
                SAGA_PREFIX + "%");
    }

    private static @Nullable String interned(@Nullable String text) {
        return text == null ? null : text.intern();
    }

    /** The saga of an order. */
    static String sagaOf(String orderId) {
        return SAGA_PREFIX + orderId;
    }

    /** All order ids that any service knows, in their order, which is that of time. */
    Set<String> known() {
        Set<String> known = new TreeSet<>(orders.keySet());
        known.addAll(sagas.keySet());
        known.addAll(ledger.keySet());
        effects.values().forEach(it -> known.addAll(it.keySet()));
        return known;
    }

    Map<String, OrderRow> orders() {
        return orders;
    }

    @Nullable
    OrderRow order(String orderId) {
        return orders.get(orderId);
    }

    @Nullable
    SagaRow saga(String orderId) {
        return sagas.get(orderId);
    }

    Map<String, SagaRow> sagas() {
        return sagas;
    }

    /** The status of the order's payment, reservation or shipment; {@link Party#NONE} if there is none. */
    String status(Party party, String orderId) {
        return effects.getOrDefault(party, Map.of()).getOrDefault(orderId, Party.NONE);
    }

    /** In minor units; null unless it was charged, refunded or not. */
    @Nullable
    Long paid(String orderId) {
        return paid.get(orderId);
    }

    /** Null unless it was reserved, rolled back or not. */
    @Nullable
    String reserved(String orderId) {
        return reserved.get(orderId);
    }

    List<Entry> ledger(String orderId) {
        return ledger.getOrDefault(orderId, List.of());
    }

    @Nullable
    Entry entry(String orderId, Party party) {
        return ledger(orderId).stream()
                .filter(it -> it.service() == party.service() && it.step().equals(party.step()))
                .findFirst()
                .orElse(null);
    }
}
