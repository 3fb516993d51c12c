package io.counterstep.fulfilment.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Shows stock and reservations; what is not there is answered with 404 and a problem detail. */
@RestController
@Transactional(readOnly = true, timeout = InventoryController.SECONDS)
class InventoryController {

    /** How long its queries may take; a table that is locked for longer is answered 503. */
    static final int SECONDS = 5;

    private final JdbcClient jdbc;

    InventoryController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/stock/{sku}")
    StockView stock(@PathVariable String sku) {
        return jdbc.sql("select * from current_stock where sku = ?")
                .param(sku)
                .query((row, number) -> stock(row))
                .optional()
                .orElseThrow(() -> notFound("SKU '" + sku + "' is unknown"));
    }

    @GetMapping("/reservations/{orderId}")
    ReservationView reservation(@PathVariable String orderId) {
        return jdbc.sql("select * from reservation where order_id = ?")
                .param(orderId)
                .query((row, number) -> reservation(row, lines(orderId)))
                .optional()
                .orElseThrow(() -> notFound("no reservation was asked for order '" + orderId + "'"));
    }

    // Read after the reservation: its lines are written with it and never change, so both fit together.
    private List<LineView> lines(String orderId) {
        return jdbc.sql("select sku, quantity from reservation_line where order_id = ? order by sku")
                .param(orderId)
                .query((row, number) -> new LineView(row.getString("sku"), row.getLong("quantity")))
                .list();
    }

    /** Always onHand = available + reserved. */
    record StockView(String sku, long onHand, long available, long reserved) {}

    /**
     * @param reservationId null if refused
     * @param reason why it was refused, else null
     * @param lines what was reserved, by SKU; empty if refused
     * @param rolledBackAt null unless rolled back
     */
    record ReservationView(
            String orderId,
            ReservationStatus status,
            @Nullable String reservationId,
            @Nullable String reason,
            List<LineView> lines,
            Instant requestedAt,
            @Nullable Instant rolledBackAt) {}

    record LineView(String sku, long quantity) {}

    private static StockView stock(ResultSet row) throws SQLException {
        return new StockView(
                row.getString("sku"), row.getLong("on_hand"), row.getLong("available"), row.getLong("reserved"));
    }

    private static ReservationView reservation(ResultSet row, List<LineView> lines) throws SQLException {
        OffsetDateTime rolledBackAt = row.getObject("rolled_back_at", OffsetDateTime.class);
        return new ReservationView(
                row.getString("order_id"),
                ReservationStatus.valueOf(row.getString("status")),
                row.getString("reservation_id"),
                row.getString("reason"),
                lines,
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                rolledBackAt == null ? null : rolledBackAt.toInstant());
    }

    private static ResponseStatusException notFound(String detail) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, detail);
    }
}
