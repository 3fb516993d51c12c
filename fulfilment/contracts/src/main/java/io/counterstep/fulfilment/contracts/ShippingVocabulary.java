package io.counterstep.fulfilment.contracts;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the shipping service is asked, and what it answers. */
public final class ShippingVocabulary {

    /** @param country ISO 3166 alpha-2 */
    public record ShippingRequested(
            String orderId, String country, @Nullable String postalCode, List<InventoryVocabulary.StockLine> lines) {}

    public sealed interface ShippingReply {}

    /** Both fields are null from a producer that has none. */
    public record ShippingSuccess(
            String orderId,
            @Nullable String carrier,
            @Nullable String trackingNumber) implements ShippingReply {}

    public record ShippingFailed(String orderId, @Nullable String reason) implements ShippingReply, Refusal {}

    public record ShippingCancel(String orderId) {}

    public record ShippingCanceled(String orderId) {}

    public static final Participant SHIPPING = new Participant("shipping", "shipping-commands", "shipping-events");

    public static final MessageType<ShippingSuccess> SUCCESS =
            MessageType.of("SHIPPING_SUCCESS", ShippingSuccess.class);

    public static final MessageType<ShippingFailed> FAILED = MessageType.of("SHIPPING_FAILED", ShippingFailed.class);

    public static final Request<ShippingRequested, ShippingReply> REQUEST =
            SHIPPING.request(MessageType.of("SHIPPING_REQUESTED", ShippingRequested.class), SUCCESS, FAILED);

    public static final Instruction<ShippingCancel> CANCEL = SHIPPING.instruction(
            MessageType.of("SHIPPING_CANCEL", ShippingCancel.class),
            MessageType.of("SHIPPING_CANCELED", ShippingCanceled.class),
            it -> new ShippingCanceled(it.orderId()));

    private ShippingVocabulary() {}
}
