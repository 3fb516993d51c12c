package io.counterstep.fulfilment.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes new orders and finds stored ones. Thread-safe; takes part in the caller's transaction if there is one. */
@Component
public class OrderStore {

    private static final String INSERT = """
            insert into orders (id, customer_id, status, lines, currency, total_minor_units, country, postal_code,
                                idempotency_key, created_at, announce_at)
            values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?)
            on conflict (customer_id, idempotency_key) where idempotency_key is not null do nothing
            """;

    private static final String SELECT = "select " + OrderRows.COLUMNS + " from orders o ";

    private final JdbcTemplate jdbc;

    OrderStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores an order. If another transaction is just storing one under the same key, waits for its end.
     *
     * @param announceAt when to announce the order again if it is still PENDING
     * @return false if the customer has an order under that key already; nothing was stored then
     */
    boolean insert(Order order, @Nullable String idempotencyKey, Instant announceAt) {
        return jdbc.update(
                        INSERT,
                        order.id(),
                        order.customerId(),
                        order.status().name(),
                        OrderRows.json(order.lines()),
                        order.total().currency(),
                        order.total().minorUnits(),
                        order.destination().country(),
                        order.destination().postalCode(),
                        idempotencyKey,
                        OrderRows.timestamp(order.createdAt()),
                        OrderRows.timestamp(announceAt))
                == 1;
    }

    public Optional<Order> find(UUID id) {
        return jdbc.query(SELECT + "where o.id = ?", OrderRows::read, id).stream()
                .findFirst();
    }

    Optional<Order> findByKey(String customerId, String idempotencyKey) {
        return jdbc
                .query(
                        SELECT + "where o.customer_id = ? and o.idempotency_key = ?",
                        OrderRows::read,
                        customerId,
                        idempotencyKey)
                .stream()
                .findFirst();
    }

    /** A page of orders, newest first. */
    public OrderPage page(OrderQuery query) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (query.customerId() != null) {
            conditions.add("o.customer_id = ?");
            values.add(query.customerId());
        }
        if (query.status() != null) {
            // The name itself, not a parameter, so that the planner can use the indexes that are partial by status.
            conditions.add("o.status = '" + query.status().name() + "'");
        }
        if (query.before() != null) {
            conditions.add("o.id < ?");
            values.add(query.before());
        }
        // One more than asked for tells whether there is a next page.
        values.add(query.limit() + 1);
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        return OrderPage.of(
                jdbc.query(SELECT + where + " order by o.id desc limit ?", OrderRows::read, values.toArray()),
                query.limit());
    }
}
