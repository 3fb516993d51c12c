package io.counterstep.fulfilment.order.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderLine;
import io.counterstep.fulfilment.order.Order;
import io.counterstep.fulfilment.order.OrderPage;
import io.counterstep.fulfilment.order.OrderStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An order as HTTP shows it; what is null is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderView(
        String orderId,
        String customerId,
        OrderStatus status,
        @Nullable String reason,
        List<OrderLine> lines,
        Money total,
        Destination destination,
        Instant createdAt,
        @Nullable Instant cancelRequestedAt,
        @Nullable Instant finishedAt) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Destination(String country, @Nullable String postalCode) {}

    /** @param nextCursor left out on the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<OrderView> orders, @Nullable String nextCursor) {

        static Page of(OrderPage page) {
            return new Page(
                    page.orders().stream().map(OrderView::of).toList(),
                    Optional.ofNullable(page.next()).map(Cursor::of).orElse(null));
        }
    }

    /** The short answer to what was accepted but is not done yet. */
    record Accepted(String orderId, OrderStatus status) {

        /** PENDING whatever has become of the order since, so that the same request gets the same answer. */
        static Accepted of(Order order) {
            return new Accepted(order.id().toString(), OrderStatus.PENDING);
        }
    }

    static OrderView of(Order order) {
        return new OrderView(
                order.id().toString(),
                order.customerId(),
                order.status(),
                order.reason(),
                order.lines(),
                order.total(),
                new Destination(
                        order.destination().country(), order.destination().postalCode()),
                order.createdAt(),
                order.cancelRequestedAt(),
                order.finishedAt());
    }
}
