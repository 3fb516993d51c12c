package io.counterstep.fulfilment.order;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Some orders, newest first.
 *
 * @param next where the next page starts (as {@link OrderQuery#before}), or null if this is the last
 */
public record OrderPage(List<Order> orders, @Nullable UUID next) {

    static OrderPage of(List<Order> found, int limit) {
        if (found.size() <= limit) {
            return new OrderPage(found, null);
        }
        List<Order> orders = List.copyOf(found.subList(0, limit));
        return new OrderPage(orders, orders.getLast().id());
    }
}
