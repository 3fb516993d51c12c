package io.counterstep.core.decide;

import static io.counterstep.core.definition.Version.version;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A small saga to test the core with: pay, then send, then tell the shop. */
final class Purchase {

    record Ordered(String item) {}

    record Do(String item) {}

    sealed interface Reply {}

    record Done(String item) implements Reply {}

    record Refused(@Nullable String reason) implements Reply, Refusal {}

    record Undo(String key) {}

    record Undone(String key) {}

    record Tell(String news) {}

    record Told(String news) {}

    static final Duration DEADLINE = Duration.ofSeconds(20);
    static final Duration RESEND = Duration.ofSeconds(3);

    static final Participant BANK = new Participant("bank", "bank-commands", "bank-events");
    static final MessageType<Done> PAID = MessageType.of("PAID", Done.class);
    static final MessageType<Refused> PAY_REFUSED = MessageType.of("PAY_REFUSED", Refused.class);
    static final Request<Do, Reply> PAY = BANK.request(MessageType.of("PAY", Do.class), PAID, PAY_REFUSED);
    static final MessageType<Undone> REFUNDED = MessageType.of("REFUNDED", Undone.class);
    static final Instruction<Undo> REFUND =
            BANK.instruction(MessageType.of("REFUND", Undo.class), REFUNDED, it -> new Undone(it.key()));

    static final Participant POST = new Participant("post", "post-commands", "post-events");
    static final MessageType<Done> SENT = MessageType.of("SENT", Done.class);
    static final MessageType<Refused> SEND_REFUSED = MessageType.of("SEND_REFUSED", Refused.class);
    static final Request<Do, Reply> SEND = POST.request(MessageType.of("SEND", Do.class), SENT, SEND_REFUSED);
    static final MessageType<Undone> RECALLED = MessageType.of("RECALLED", Undone.class);
    static final Instruction<Undo> RECALL =
            POST.instruction(MessageType.of("RECALL", Undo.class), RECALLED, it -> new Undone(it.key()));

    static final Participant SHOP = new Participant("shop", "shop-commands", "shop-events");
    static final Event<Ordered> ORDERED = SHOP.event(MessageType.of("ORDERED", Ordered.class));
    static final Event<Ordered> REGRETTED = SHOP.event(MessageType.of("REGRETTED", Ordered.class));
    static final MessageType<Told> CLOSED = MessageType.of("CLOSED", Told.class);
    static final Instruction<Tell> CLOSE =
            SHOP.instruction(MessageType.of("CLOSE", Tell.class), CLOSED, it -> new Told(it.news()));
    static final MessageType<Told> DROPPED = MessageType.of("DROPPED", Told.class);
    static final Instruction<Tell> DROP =
            SHOP.instruction(MessageType.of("DROP", Tell.class), DROPPED, it -> new Told(it.news()));

    private Purchase() {}

    static SagaDefinition<Ordered> definition() {
        return definition(version(1));
    }

    static SagaDefinition<Ordered> definition(Version version) {
        return Saga.named("purchase", version)
                .startedBy(ORDERED)
                .canceledBy(REGRETTED)
                .step("pay")
                .invoke(PAY, saga -> new Do(saga.start().item()))
                .compensate(REFUND, saga -> new Undo(saga.key()))
                .deadline(DEADLINE)
                .resendAfter(RESEND)
                .step("send")
                .invoke(SEND, saga -> new Do(saga.reply(PAID).item()))
                .compensate(RECALL, saga -> new Undo(saga.key()))
                .deadline(DEADLINE)
                .resendAfter(RESEND)
                .completeWith(CLOSE, saga -> new Tell("done"))
                .cancelWith(DROP, saga -> new Tell(saga.reason().orElseThrow()));
    }

    /** Two steps that say the same: only the command's id tells their replies apart. */
    static SagaDefinition<Ordered> twoPayments() {
        return Saga.named("two-payments", version(1))
                .startedBy(ORDERED)
                .step("deposit")
                .invoke(PAY, saga -> new Do(saga.start().item()))
                .compensate(REFUND, saga -> new Undo(saga.key()))
                .step("balance")
                .invoke(PAY, saga -> new Do(saga.start().item()))
                .compensate(REFUND, saga -> new Undo(saga.key()))
                .completeWith(CLOSE, saga -> new Tell("done"))
                .cancelWith(DROP, saga -> new Tell("canceled"));
    }
}
