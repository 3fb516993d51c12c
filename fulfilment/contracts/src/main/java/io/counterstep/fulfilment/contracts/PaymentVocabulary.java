package io.counterstep.fulfilment.contracts;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import org.jspecify.annotations.Nullable;

/** What the payment service is asked, and what it answers. */
public final class PaymentVocabulary {

    public record PaymentRequested(String orderId, String customerId, Money amount) {}

    public sealed interface PaymentReply {}

    /** @param paymentId null from a producer that has none */
    public record PaymentSuccess(String orderId, @Nullable String paymentId) implements PaymentReply {}

    public record PaymentFailed(String orderId, @Nullable String reason) implements PaymentReply, Refusal {}

    public record PaymentCancel(String orderId) {}

    public record PaymentCanceled(String orderId) {}

    public static final Participant PAYMENT = new Participant("payment", "payment-commands", "payment-events");

    public static final MessageType<PaymentSuccess> SUCCESS = MessageType.of("PAYMENT_SUCCESS", PaymentSuccess.class);

    public static final MessageType<PaymentFailed> FAILED = MessageType.of("PAYMENT_FAILED", PaymentFailed.class);

    public static final Request<PaymentRequested, PaymentReply> REQUEST =
            PAYMENT.request(MessageType.of("PAYMENT_REQUESTED", PaymentRequested.class), SUCCESS, FAILED);

    public static final Instruction<PaymentCancel> CANCEL = PAYMENT.instruction(
            MessageType.of("PAYMENT_CANCEL", PaymentCancel.class),
            MessageType.of("PAYMENT_CANCELED", PaymentCanceled.class),
            it -> new PaymentCanceled(it.orderId()));

    private PaymentVocabulary() {}
}
