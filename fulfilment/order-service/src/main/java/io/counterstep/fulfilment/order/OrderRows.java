package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.OrderVocabulary.Destination;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How an order looks in its table. */
final class OrderRows {

    /** In the order in which {@link #read} takes them; {@code o} is the table. */
    static final String COLUMNS = """
            o.id, o.customer_id, o.status, o.reason, o.lines, o.currency, o.total_minor_units,
            o.country, o.postal_code, o.created_at, o.cancel_requested_at, o.finished_at\
            """;

    /** Its own: what is stored must not change with the web's settings. */
    private static final JsonMapper JSON = new JsonMapper();

    private static final TypeReference<List<OrderLine>> LINES = new TypeReference<>() {};

    private OrderRows() {}

    static Order read(ResultSet row, int rowNumber) throws SQLException {
        return new Order(
                row.getObject(1, UUID.class),
                row.getString(2),
                OrderStatus.valueOf(row.getString(3)),
                row.getString(4),
                JSON.readValue(row.getString(5), LINES),
                new Money(row.getString(6), row.getLong(7)),
                new Destination(row.getString(8), row.getString(9)),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                instant(row, 11),
                instant(row, 12));
    }

    static String json(List<OrderLine> lines) {
        return JSON.writeValueAsString(lines);
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
