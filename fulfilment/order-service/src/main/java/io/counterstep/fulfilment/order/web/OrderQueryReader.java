package io.counterstep.fulfilment.order.web;

import io.counterstep.fulfilment.order.OrderQuery;
import io.counterstep.fulfilment.order.OrderRequest;
import io.counterstep.fulfilment.order.OrderStatus;
import io.counterstep.fulfilment.order.RejectedRequestException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of {@code GET /orders}: a pure function. A parameter that is not sent is null. */
final class OrderQueryReader {

    private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9]{1,4}");

    private OrderQueryReader() {}

    /** @throws RejectedRequestException naming every parameter that is wrong */
    static OrderQuery read(
            @Nullable String customerId, @Nullable String status, @Nullable String limit, @Nullable String cursor) {
        Mistakes mistakes = new Mistakes();
        if (customerId != null) {
            Texts.mistakeIn(customerId, OrderRequest.MAX_CUSTOMER_ID_LENGTH)
                    .ifPresent(mistake -> mistakes.malformed("customerId", mistake));
        }
        OrderQuery query =
                new OrderQuery(customerId, status(status, mistakes), before(cursor, mistakes), limit(limit, mistakes));
        mistakes.throwIfAny();
        return query;
    }

    private static @Nullable OrderStatus status(@Nullable String text, Mistakes mistakes) {
        if (text == null) {
            return null;
        }
        Optional<OrderStatus> status = Arrays.stream(OrderStatus.values())
                .filter(it -> it.name().equals(text))
                .findFirst();
        if (status.isEmpty()) {
            mistakes.malformed(
                    "status",
                    "must be one of " + Arrays.toString(OrderStatus.values()) + ", found " + Texts.quoted(text));
        }
        return status.orElse(null);
    }

    private static int limit(@Nullable String text, Mistakes mistakes) {
        if (text == null) {
            return OrderQuery.DEFAULT_LIMIT;
        }
        int limit = SHORT_NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > OrderQuery.MAX_LIMIT) {
            mistakes.malformed(
                    "limit",
                    "must be a whole number between 1 and " + OrderQuery.MAX_LIMIT + ", found " + Texts.quoted(text));
        }
        return limit;
    }

    private static @Nullable UUID before(@Nullable String text, Mistakes mistakes) {
        if (text == null) {
            return null;
        }
        Optional<UUID> before = Cursor.parse(text);
        if (before.isEmpty()) {
            mistakes.malformed("cursor", "must be the nextCursor of an earlier page, found " + Texts.quoted(text));
        }
        return before.orElse(null);
    }
}
