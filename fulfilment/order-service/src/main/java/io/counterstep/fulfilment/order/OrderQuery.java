package io.counterstep.fulfilment.order;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which orders to list, newest first.
 *
 * @param customerId only that customer's, or null for all
 * @param status only those, or null for all
 * @param before only orders with a smaller id, or null to start with the newest
 * @param limit 1 to {@value #MAX_LIMIT}
 */
public record OrderQuery(
        @Nullable String customerId,
        @Nullable OrderStatus status,
        @Nullable UUID before,
        int limit) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;
}
