package io.counterstep.fulfilment.contracts;

import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the order service publishes and is told. */
public final class OrderVocabulary {

    /** @param unitPrice the catalogue's price when the order was placed */
    public record OrderLine(String sku, int quantity, Money unitPrice) {}

    /** @param country ISO 3166 alpha-2 */
    public record Destination(String country, @Nullable String postalCode) {}

    public record OrderCreated(
            String orderId, String customerId, List<OrderLine> lines, Money total, Destination destination) {}

    /** The customer's wish; it may come too late. */
    public record OrderCancelRequested(String orderId) {}

    public record OrderComplete(String orderId) {}

    public record OrderCompleted(String orderId) {}

    /** @param reason why the order cannot be fulfilled, for the customer */
    public record OrderCancel(String orderId, String reason) {}

    public record OrderCanceled(String orderId, String reason) {}

    public static final Participant ORDER = new Participant("order", "order-commands", "order-events");

    public static final Event<OrderCreated> CREATED = ORDER.event(MessageType.of("ORDER_CREATED", OrderCreated.class));

    public static final Event<OrderCancelRequested> CANCEL_REQUESTED =
            ORDER.event(MessageType.of("ORDER_CANCEL_REQUESTED", OrderCancelRequested.class));

    public static final Instruction<OrderComplete> COMPLETE = ORDER.instruction(
            MessageType.of("ORDER_COMPLETE", OrderComplete.class),
            MessageType.of("ORDER_COMPLETED", OrderCompleted.class),
            it -> new OrderCompleted(it.orderId()));

    public static final Instruction<OrderCancel> CANCEL = ORDER.instruction(
            MessageType.of("ORDER_CANCEL", OrderCancel.class),
            MessageType.of("ORDER_CANCELED", OrderCanceled.class),
            it -> new OrderCanceled(it.orderId(), it.reason()));

    private OrderVocabulary() {}
}
