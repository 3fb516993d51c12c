package io.counterstep.guide;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;

/** What the bank is asked, and what it answers. */
final class Bank {

    /** @param price in cents */
    record Pay(String tripId, long price) {}

    sealed interface Reply {}

    record Paid(String tripId) implements Reply {}

    record PaymentRefused(String tripId, String reason) implements Reply, Refusal {}

    record Refund(String tripId) {}

    record Refunded(String tripId) {}

    static final Participant BANK = new Participant("bank", "bank-commands", "bank-events");

    static final MessageType<Paid> PAID = MessageType.of("PAID", Paid.class);
    static final MessageType<PaymentRefused> REFUSED = MessageType.of("PAYMENT_REFUSED", PaymentRefused.class);

    static final Request<Pay, Reply> PAY = BANK.request(MessageType.of("PAY", Pay.class), PAID, REFUSED);

    static final Instruction<Refund> REFUND = BANK.instruction(
            MessageType.of("REFUND", Refund.class),
            MessageType.of("REFUNDED", Refunded.class),
            it -> new Refunded(it.tripId()));

    private Bank() {}
}
