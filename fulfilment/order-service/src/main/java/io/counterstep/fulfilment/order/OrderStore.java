package io.counterstep.fulfilment.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes new orders and finds stored ones. Thread-safe; takes part in the caller's transaction if there is one. */
@Component
public class OrderStore {

    /**
     * In the order of the keys, so that two groups that share some wait for each other, never both ways; and of one key, the
     * first.
     */
    private static final String INSERT = """
            insert into orders (id, customer_id, status, lines, currency, total_minor_units, country, postal_code,
                                idempotency_key, created_at, announce_at)
            select n.id::uuid, n.customer_id, n.status, n.lines::jsonb, n.currency, n.total_minor_units, n.country,
                   n.postal_code, n.idempotency_key, n.created_at::timestamptz, ?
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                        ?::text[], ?::text[]) with ordinality
                 as n (id, customer_id, status, lines, currency, total_minor_units, country, postal_code,
                       idempotency_key, created_at, position)
            order by n.customer_id, n.idempotency_key, n.position
            on conflict (customer_id, idempotency_key) where idempotency_key is not null do nothing
            returning id
            """;

    /** One look into the index for each key: the limit keeps a plan that was made for an empty table from scanning it. */
    private static final String FIND_BY_KEYS = """
            select o.*, n.idempotency_key
            from unnest(?::text[], ?::text[]) as n (customer_id, idempotency_key)
            cross join lateral (
                select %s from orders o
                where o.customer_id = n.customer_id and o.idempotency_key = n.idempotency_key
                limit 1) o
            """.formatted(OrderRows.COLUMNS);

    private static final String SELECT = "select " + OrderRows.COLUMNS + " from orders o ";

    private final JdbcTemplate jdbc;

    OrderStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores orders, except those whose customer has one under their key already; of several with one key, the first. If
     * another transaction is just storing one under the same key, waits for its end.
     *
     * @param announceAt when to announce them again if they are still PENDING
     * @return the ids of those that were stored
     */
    Set<UUID> insertAll(List<NewOrder> orders, Instant announceAt) {
        if (orders.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.query(
                INSERT,
                (row, number) -> row.getObject(1, UUID.class),
                OrderRows.timestamp(announceAt),
                column(orders, it -> it.order().id().toString()),
                column(orders, it -> it.order().customerId()),
                column(orders, it -> it.order().status().name()),
                column(orders, it -> OrderRows.json(it.order().lines())),
                column(orders, it -> it.order().total().currency()),
                orders.stream().map(it -> it.order().total().minorUnits()).toArray(Long[]::new),
                column(orders, it -> it.order().destination().country()),
                column(orders, it -> it.order().destination().postalCode()),
                column(orders, NewOrder::idempotencyKey),
                column(orders, it -> it.order().createdAt().toString())));
    }

    public Optional<Order> find(UUID id) {
        return jdbc.query(SELECT + "where o.id = ?", OrderRows::read, id).stream()
                .findFirst();
    }

    /** The orders of those keys that have one. */
    Map<Placement.Key, Order> findByKeys(Collection<Placement.Key> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<Placement.Key> all = List.copyOf(keys);
        Map<Placement.Key, Order> orders = new HashMap<>();
        jdbc.query(
                FIND_BY_KEYS,
                row -> {
                    Order order = OrderRows.read(row, orders.size());
                    orders.put(new Placement.Key(order.customerId(), row.getString("idempotency_key")), order);
                },
                column(all, Placement.Key::customerId),
                column(all, Placement.Key::idempotencyKey));
        return orders;
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

    private static <T> @Nullable String[] column(List<T> rows, Function<T, @Nullable String> value) {
        List<@Nullable String> column = new ArrayList<>(rows.size());
        rows.forEach(it -> column.add(value.apply(it)));
        return column.toArray(new @Nullable String[0]);
    }
}
