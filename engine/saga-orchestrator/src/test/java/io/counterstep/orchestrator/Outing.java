package io.counterstep.orchestrator;

import static io.counterstep.orchestrator.Desk.FORMAT;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A saga with every kind of waiting: for a reply, for a person, without need, and for as long as it takes. */
final class Outing {

    record Wish(String orderId, String where) {}

    record Ask(String orderId, String where) {}

    sealed interface Reply {}

    record Done(String orderId, int number) implements Reply {}

    record Refused(String orderId, @Nullable String reason) implements Reply, Refusal {}

    record Undo(
            String orderId,
            @Nullable Integer number,
            @Nullable String reason) {}

    record Told(String orderId) {}

    static final Duration DEADLINE = Duration.ofSeconds(20);
    static final Duration RESEND = Duration.ofSeconds(3);
    static final Duration APPROVAL = Duration.ofDays(2);

    static final Participant CLUB = new Participant("club", "club-commands", "club-events");
    static final Participant COACH = new Participant("coach", "coach-commands", "coach-events");

    static final Event<Wish> WISHED = CLUB.event(MessageType.of("WISHED", Wish.class));
    static final Event<Told> REGRETTED = CLUB.event(MessageType.of("REGRETTED", Told.class));
    static final Event<Told> APPROVED = CLUB.event(MessageType.of("APPROVED", Told.class));
    static final Event<Told> REJECTED = CLUB.event(MessageType.of("REJECTED", Told.class));

    static final MessageType<Done> BOOKED = MessageType.of("BOOKED", Done.class);

    private static final Request<Ask, Reply> BOOK = request(COACH, "BOOK", BOOKED, "FULL");
    private static final Instruction<Undo> UNBOOK = instruction(COACH, "UNBOOK", "UNBOOKED");
    private static final Request<Ask, Reply> PACK = request(CLUB, "PACK", done("PACKED"), "NO_LUNCH");
    private static final Request<Ask, Reply> CHARGE = request(CLUB, "CHARGE", done("CHARGED"), "BROKE");
    private static final Instruction<Undo> CLOSE = instruction(CLUB, "CLOSE", "CLOSED");
    private static final Instruction<Undo> DROP = instruction(CLUB, "DROP", "DROPPED");

    private Outing() {}

    private static MessageType<Done> done(String type) {
        return MessageType.of(type, Done.class);
    }

    private static Request<Ask, Reply> request(
            Participant participant, String type, MessageType<Done> success, String refusal) {
        return participant.request(MessageType.of(type, Ask.class), success, MessageType.of(refusal, Refused.class));
    }

    private static Instruction<Undo> instruction(Participant participant, String type, String confirmedBy) {
        return participant.instruction(
                MessageType.of(type, Undo.class),
                MessageType.of(confirmedBy, Told.class),
                it -> new Told(it.orderId()));
    }

    static SagaDefinition<Wish> definition() {
        return Saga.named("outing", Version.version(3))
                .startedBy(WISHED)
                .canceledBy(REGRETTED)
                .step("coach")
                .invoke(BOOK, it -> new Ask(it.key(), it.start().where()))
                .compensate(
                        UNBOOK,
                        it -> new Undo(
                                it.key(),
                                it.find(BOOKED).map(Done::number).orElse(null),
                                it.reason().orElse(null)))
                .deadline(DEADLINE)
                .resendAfter(RESEND)
                .step("approval")
                .await(APPROVED, REJECTED, APPROVAL)
                .step("lunch")
                .invoke(PACK, it -> new Ask(it.key(), ""))
                .readOnly()
                .deadline(DEADLINE)
                .resendAfter(RESEND)
                .optional()
                .step("charge")
                .invoke(CHARGE, it -> new Ask(it.key(), ""))
                .pivot()
                .completeWith(CLOSE, it -> new Undo(it.key(), null, null))
                .cancelWith(DROP, it -> new Undo(it.key(), null, it.reason().orElse(null)));
    }

    /** A body as it comes from a topic. */
    static Body body(String type, Object payload) {
        return FORMAT.encode("1", type, payload);
    }
}
