package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCancel;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderComplete;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Ends orders as the saga commands it: PENDING → COMPLETED or PENDING → CANCELED. An order that is final stays as it is:
 * told the same again, it is left alone; told the opposite, the command is an error. Runs in the caller's transaction;
 * thread-safe.
 */
@Component
class OrderEndings {

    /** Of a cancellation's reason; more is cut off. */
    static final int MAX_REASON_LENGTH = 1_000;

    private static final String COMPLETE = """
            update orders set status = 'COMPLETED', finished_at = ?
            where id = any(?) and status = 'PENDING'
            returning id
            """;

    private static final String CANCEL = """
            update orders set status = 'CANCELED', finished_at = ?, reason = told.reason
            from unnest(?, ?) as told(id, reason)
            where orders.id = told.id and status = 'PENDING'
            returning orders.id
            """;

    private final JdbcTemplate jdbc;
    private final InstantSource clock;

    OrderEndings(JdbcTemplate jdbc, InstantSource orderClock) {
        this.jdbc = jdbc;
        this.clock = orderClock;
    }

    /** @throws IllegalOrderTransitionException if one of them is canceled or unknown; the caller must roll back */
    void complete(List<OrderComplete> commands) {
        UUID[] ids = commands.stream().map(it -> id(it.orderId())).toArray(UUID[]::new);
        List<UUID> changed = jdbc.query(COMPLETE, OrderEndings::readId, now(), ids);
        requireAll(OrderStatus.COMPLETED, ids, changed);
    }

    /** @throws IllegalOrderTransitionException if one of them is completed or unknown; the caller must roll back */
    void cancel(List<OrderCancel> commands) {
        UUID[] ids = commands.stream().map(it -> id(it.orderId())).toArray(UUID[]::new);
        @Nullable
        String[] reasons = commands.stream().map(it -> storable(it.reason())).toArray(String[]::new);
        List<UUID> changed = jdbc.query(CANCEL, OrderEndings::readId, now(), ids, reasons);
        requireAll(OrderStatus.CANCELED, ids, changed);
    }

    private void requireAll(OrderStatus wanted, UUID[] ids, List<UUID> changed) {
        Set<UUID> others = new HashSet<>(List.of(ids));
        changed.forEach(others::remove);
        if (others.isEmpty()) {
            return;
        }
        jdbc.query(
                "select id, status from orders where id = any(?)",
                row -> {
                    OrderStatus found = OrderStatus.valueOf(row.getString(2));
                    if (found != wanted) {
                        throw new IllegalOrderTransitionException(row.getString(1), wanted, found);
                    }
                    others.remove(row.getObject(1, UUID.class));
                },
                (Object) others.toArray(UUID[]::new));
        for (UUID unknown : others) {
            throw new IllegalOrderTransitionException(unknown.toString(), wanted, null);
        }
    }

    private static UUID readId(ResultSet row, int rowNumber) throws SQLException {
        return row.getObject(1, UUID.class);
    }

    private OffsetDateTime now() {
        return OrderRows.timestamp(clock.instant());
    }

    private static UUID id(String orderId) {
        return OrderIds.parse(orderId)
                .orElseThrow(() -> new IllegalArgumentException("order id '" + orderId
                        + "' is none that this service gave out: it must be a UUID in its canonical form"));
    }

    /** A reason may quote a foreign producer; PostgreSQL's text takes no NUL, and a page no megabyte. */
    private static @Nullable String storable(@Nullable String reason) {
        if (reason == null) {
            return null;
        }
        String clean = reason.replace("\0", "");
        return clean.length() <= MAX_REASON_LENGTH ? clean : clean.substring(0, MAX_REASON_LENGTH);
    }
}
