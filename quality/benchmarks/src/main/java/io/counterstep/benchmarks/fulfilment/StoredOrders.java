package io.counterstep.benchmarks.fulfilment;

import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.OrderVocabulary.Destination;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCreated;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderLine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * Orders as the order service would have stored them, in bulk and never to be announced by it. Their ids are of UUID
 * version 7 and carry the saga's number where others are random. Not thread-safe, but for reading.
 */
final class StoredOrders {

    private static final int ROWS_AT_ONCE = 5_000;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private static final String INSERT = """
            insert into orders (id, customer_id, status, lines, currency, total_minor_units, country,
                                created_at, announce_at)
            select id, customer, 'PENDING', lines::jsonb, currency, total, country, now(), now() + interval '10 years'
            from unnest(?, ?, ?, ?, ?, ?) as told(id, customer, lines, currency, total, country)
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private final Connection connection;
    private final Map<String, Money> prices = new HashMap<>();
    private final long high;
    private volatile long stored;

    /** @param connection to the order service's database; stays the caller's */
    StoredOrders(Connection connection, long nowMillis) throws SQLException {
        this.connection = connection;
        this.high = nowMillis << 16 | VERSION_7;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sku, currency, minor_units from catalogue")) {
            while (row.next()) {
                prices.put(row.getString(1), new Money(row.getString(2), row.getLong(3)));
            }
        }
    }

    /** Stores the orders of all sagas below that number which are not stored yet. */
    void storeUpTo(long end) throws SQLException {
        if (stored >= end) {
            return;
        }
        while (stored < end) {
            long next = Math.min(end, stored + ROWS_AT_ONCE);
            insert(stored, next);
            stored = next;
        }
        try (Statement statement = connection.createStatement()) {
            // What storing them left to do is not to be done while something is measured.
            statement.execute("vacuum analyze orders");
            statement.execute("checkpoint");
        }
    }

    /** Sagas below this number have an order. */
    long stored() {
        return stored;
    }

    OrderCreated announcement(long saga) {
        LoadOrder order = LoadOrder.of(saga);
        Money price = prices.get(order.sku());
        if (price == null) {
            throw new IllegalStateException("the catalogue has no " + order.sku() + ": the demo data is missing");
        }
        Money total = new Money(price.currency(), price.minorUnits() * order.pieces());
        return new OrderCreated(
                id(saga).toString(),
                order.customer(),
                List.of(new OrderLine(order.sku(), order.pieces(), price)),
                total,
                new Destination(order.country(), null));
    }

    /** The saga of an order that is one of these. */
    OptionalLong sagaOf(String orderId) {
        UUID id = UUID.fromString(orderId);
        long saga = id.getLeastSignificantBits() & ~VARIANT;
        return id.getMostSignificantBits() == high && saga < stored ? OptionalLong.of(saga) : OptionalLong.empty();
    }

    private UUID id(long saga) {
        return new UUID(high, VARIANT | saga);
    }

    private void insert(long from, long until) throws SQLException {
        List<OrderCreated> orders = new ArrayList<>();
        for (long saga = from; saga < until; saga++) {
            orders.add(announcement(saga));
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(1, array("uuid", orders.stream().map(it -> UUID.fromString(it.orderId()))));
            insert.setArray(2, array("text", orders.stream().map(OrderCreated::customerId)));
            insert.setArray(3, array("text", orders.stream().map(it -> JSON.writeValueAsString(it.lines()))));
            insert.setArray(
                    4, array("text", orders.stream().map(it -> it.total().currency())));
            insert.setArray(
                    5, array("bigint", orders.stream().map(it -> it.total().minorUnits())));
            insert.setArray(
                    6, array("text", orders.stream().map(it -> it.destination().country())));
            insert.executeUpdate();
        }
    }

    private java.sql.Array array(String type, java.util.stream.Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
