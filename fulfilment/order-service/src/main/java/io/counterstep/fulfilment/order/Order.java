package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.OrderVocabulary.Destination;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCreated;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderLine;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as it is stored.
 *
 * @param reason why it was canceled; null unless CANCELED
 * @param lines one for each SKU, with the price of the moment of ordering
 * @param cancelRequestedAt when the customer wished to cancel, or null
 * @param finishedAt when it became COMPLETED or CANCELED; null exactly while PENDING
 */
public record Order(
        UUID id,
        String customerId,
        OrderStatus status,
        @Nullable String reason,
        List<OrderLine> lines,
        Money total,
        Destination destination,
        Instant createdAt,
        @Nullable Instant cancelRequestedAt,
        @Nullable Instant finishedAt) {

    static Order pending(UUID id, OrderRequest request, PricedLines priced, Instant now) {
        return new Order(
                id,
                request.customerId(),
                OrderStatus.PENDING,
                null,
                priced.lines(),
                priced.total(),
                request.destination(),
                now,
                null,
                null);
    }

    /** True if that request asks for what this order is; prices are ours, so they do not count. */
    boolean isWhatAsks(OrderRequest request) {
        return customerId.equals(request.customerId())
                && destination.equals(request.destination())
                && lines.stream()
                        .map(line -> new OrderRequest.Line(line.sku(), line.quantity()))
                        .toList()
                        .equals(request.linesBySku());
    }

    OrderCreated announcement() {
        return new OrderCreated(id.toString(), customerId, lines, total, destination);
    }
}
