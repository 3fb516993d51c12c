package io.counterstep.orchestrator;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import io.counterstep.messaging.MessageFormat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A saga to test with. Version 1 pays, then sends; version 2 sends, then lets pay. */
final class Purchase {

    record Ordered(String orderId, String item) {}

    record Do(String orderId, String item) {}

    sealed interface Reply {}

    record Done(String orderId) implements Reply {}

    record Refused(String orderId, @Nullable String reason) implements Reply, Refusal {}

    record Undo(String orderId) {}

    record Told(String orderId) {}

    static final String NAME = "purchase";

    /** An item whose payment cannot be undone: building the command throws. */
    static final String CURSED = "cursed";

    /** An item whose sending needs more words than a message may have. */
    static final String BULKY = "bulky";

    static final Duration DEADLINE = Duration.ofSeconds(20);
    static final Duration RESEND = Duration.ofSeconds(3);

    /** By then whatever was sent once is due again, however its spread came out. */
    static final Duration RESENT = RESEND.multipliedBy(6).dividedBy(5);

    static final Participant BANK = new Participant("bank", "bank-commands", "bank-events");
    static final Participant POST = new Participant("post", "post-commands", "post-events");
    static final Participant SHOP = new Participant("shop", "shop-commands", "shop-events");

    static final Event<Ordered> ORDERED = SHOP.event(MessageType.of("ORDERED", Ordered.class));
    static final Event<Told> REGRETTED = SHOP.event(MessageType.of("REGRETTED", Told.class));

    private static final Request<Do, Reply> PAY = request(BANK, "PAY", "PAID", "PAY_REFUSED");
    private static final Instruction<Undo> REFUND = instruction(BANK, "REFUND", "REFUNDED");
    private static final Request<Do, Reply> SEND = request(POST, "SEND", "SENT", "SEND_REFUSED");
    private static final Instruction<Undo> RECALL = instruction(POST, "RECALL", "RECALLED");
    private static final Instruction<Undo> CLOSE = instruction(SHOP, "CLOSE", "CLOSED");
    private static final Instruction<Undo> DROP = instruction(SHOP, "DROP", "DROPPED");

    private Purchase() {}

    private static Request<Do, Reply> request(Participant participant, String type, String success, String refusal) {
        return participant.request(
                MessageType.of(type, Do.class),
                MessageType.of(success, Done.class),
                MessageType.of(refusal, Refused.class));
    }

    private static Instruction<Undo> instruction(Participant participant, String type, String confirmedBy) {
        return participant.instruction(
                MessageType.of(type, Undo.class),
                MessageType.of(confirmedBy, Told.class),
                it -> new Told(it.orderId()));
    }

    static SagaDefinition<Ordered> first() {
        return Saga.named(NAME, Version.version(1))
                .startedBy(ORDERED)
                .canceledBy(REGRETTED)
                .step("pay")
                .invoke(PAY, Purchase::order)
                .compensate(REFUND, Purchase::refund)
                .deadline(DEADLINE)
                .resendAfter(RESEND)
                .step("send")
                .invoke(SEND, Purchase::sending)
                .compensate(RECALL, it -> new Undo(it.key()))
                .deadline(DEADLINE)
                .resendAfter(RESEND)
                .completeWith(CLOSE, it -> new Undo(it.key()))
                .cancelWith(DROP, it -> new Undo(it.key()));
    }

    /** Another saga of the same participant. */
    static SagaDefinition<Ordered> alsoPaying() {
        return Saga.named("pledge", Version.version(1))
                .startedBy(SHOP.event(MessageType.of("PLEDGED", Ordered.class)))
                .step("pledge")
                .invoke(request(BANK, "PLEDGE", "PLEDGE_KEPT", "PLEDGE_REFUSED"), it -> new Do(it.key(), ""))
                .compensate(REFUND, it -> new Undo(it.key()))
                .completeWith(CLOSE, it -> new Undo(it.key()))
                .cancelWith(DROP, it -> new Undo(it.key()));
    }

    static SagaDefinition<Ordered> second() {
        return Saga.named(NAME, Version.version(2))
                .startedBy(ORDERED)
                .step("send")
                .invoke(SEND, Purchase::order)
                .compensate(RECALL, it -> new Undo(it.key()))
                .step("pay")
                .invoke(PAY, Purchase::order)
                .compensate(REFUND, Purchase::refund)
                .completeWith(CLOSE, it -> new Undo(it.key()))
                .cancelWith(DROP, it -> new Undo(it.key()));
    }

    /** Version 2, where the payment is the post's. */
    static SagaDefinition<Ordered> paidByPost() {
        return Saga.named(NAME, Version.version(2))
                .startedBy(ORDERED)
                .step("pay")
                .invoke(SEND, Purchase::order)
                .compensate(RECALL, it -> new Undo(it.key()))
                .completeWith(CLOSE, it -> new Undo(it.key()))
                .cancelWith(DROP, it -> new Undo(it.key()));
    }

    /** Version 2, which no longer sends anything. */
    static SagaDefinition<Ordered> unsent() {
        return Saga.named(NAME, Version.version(2))
                .startedBy(ORDERED)
                .step("pay")
                .invoke(PAY, Purchase::order)
                .compensate(REFUND, Purchase::refund)
                .completeWith(CLOSE, it -> new Undo(it.key()))
                .cancelWith(DROP, it -> new Undo(it.key()));
    }

    /** Version 2, where the first step is called otherwise. */
    static SagaDefinition<Ordered> renamed() {
        return Saga.named(NAME, Version.version(2))
                .startedBy(ORDERED)
                .canceledBy(REGRETTED)
                .step("charge")
                .invoke(PAY, Purchase::order)
                .compensate(REFUND, Purchase::refund)
                .step("send")
                .invoke(SEND, Purchase::order)
                .compensate(RECALL, it -> new Undo(it.key()))
                .completeWith(CLOSE, it -> new Undo(it.key()))
                .cancelWith(DROP, it -> new Undo(it.key()));
    }

    /** Version 1 with another way to undo the payment, which nobody should deploy under that number. */
    static SagaDefinition<Ordered> changedInPlace() {
        return Saga.named(NAME, Version.version(1))
                .startedBy(ORDERED)
                .step("pay")
                .invoke(PAY, Purchase::order)
                .compensate(RECALL, it -> new Undo(it.key()))
                .completeWith(CLOSE, it -> new Undo(it.key()))
                .cancelWith(DROP, it -> new Undo(it.key()));
    }

    private static Do order(SagaData<Ordered> saga) {
        return new Do(saga.key(), saga.start().item());
    }

    private static Do sending(SagaData<Ordered> saga) {
        boolean bulky = saga.start().item().equals(BULKY);
        return bulky ? new Do(saga.key(), "x".repeat(MessageFormat.MAX_BODY_BYTES)) : order(saga);
    }

    private static Undo refund(SagaData<Ordered> saga) {
        if (saga.start().item().equals(CURSED)) {
            throw new IllegalStateException("nobody can undo the payment of " + saga.key());
        }
        return new Undo(saga.key());
    }
}
