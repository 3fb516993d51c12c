package io.counterstep.fulfilment.shipping;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Shows shipments; what is not there is answered with 404 and a problem detail. */
@RestController
@Transactional(readOnly = true, timeout = ShippingController.SECONDS)
class ShippingController {

    /** How long its queries may take; a table that is locked for longer is answered 503. */
    static final int SECONDS = 5;

    private final JdbcClient jdbc;

    ShippingController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/shipments/{orderId}")
    ShipmentView shipment(@PathVariable String orderId) {
        return jdbc.sql("select * from shipment where order_id = ?")
                .param(orderId)
                .query((row, number) -> shipment(row))
                .optional()
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "no shipment was asked for order '" + orderId + "'"));
    }

    /**
     * @param carrier null if refused, as is the tracking number
     * @param reason why it was refused, else null
     * @param canceledAt null unless canceled
     */
    record ShipmentView(
            String orderId,
            ShipmentStatus status,
            String country,
            @Nullable String postalCode,
            long pieces,
            @Nullable String carrier,
            @Nullable String trackingNumber,
            @Nullable String reason,
            Instant requestedAt,
            @Nullable Instant canceledAt) {}

    private static ShipmentView shipment(ResultSet row) throws SQLException {
        OffsetDateTime canceledAt = row.getObject("canceled_at", OffsetDateTime.class);
        return new ShipmentView(
                row.getString("order_id"),
                ShipmentStatus.valueOf(row.getString("status")),
                row.getString("country"),
                row.getString("postal_code"),
                row.getLong("pieces"),
                row.getString("carrier"),
                row.getString("tracking_number"),
                row.getString("reason"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                canceledAt == null ? null : canceledAt.toInstant());
    }
}
