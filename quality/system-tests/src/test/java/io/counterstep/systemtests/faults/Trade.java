package io.counterstep.systemtests.faults;

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

/** A small saga of a workshop's, whose deadlines are as short as a test needs them. */
final class Trade {

    record Ordered(String orderId, String item) {}

    record Work(String orderId, String item) {}

    sealed interface Reply {}

    record Done(String orderId) implements Reply {}

    record Refused(String orderId, @Nullable String reason) implements Reply, Refusal {}

    record Word(String orderId) {}

    static final String NAME = "trade";

    static final Participant WORKSHOP = new Participant("workshop", "workshop-commands", "workshop-events");
    static final Participant OFFICE = new Participant("office", "office-commands", "office-events");

    static final Event<Ordered> ORDERED = OFFICE.event(MessageType.of("ORDERED", Ordered.class));
    static final Request<Work, Reply> MAKE = request("MAKE", "MADE", "MAKE_REFUSED");
    static final Instruction<Word> UNMAKE = instruction(WORKSHOP, "UNMAKE", "UNMADE");
    static final Request<Work, Reply> PAINT = request("PAINT", "PAINTED", "PAINT_REFUSED");
    static final Instruction<Word> UNPAINT = instruction(WORKSHOP, "UNPAINT", "UNPAINTED");
    static final Instruction<Word> CLOSE = instruction(OFFICE, "CLOSE", "CLOSED");
    static final Instruction<Word> DROP = instruction(OFFICE, "DROP", "DROPPED");

    private Trade() {}

    private static Request<Work, Reply> request(String type, String success, String refusal) {
        return WORKSHOP.request(
                MessageType.of(type, Work.class),
                MessageType.of(success, Done.class),
                MessageType.of(refusal, Refused.class));
    }

    private static Instruction<Word> instruction(Participant participant, String type, String confirmedBy) {
        return participant.instruction(
                MessageType.of(type, Word.class),
                MessageType.of(confirmedBy, Word.class),
                it -> new Word(it.orderId()));
    }

    /** Version 1, with one step that must be quick. */
    static SagaDefinition<Ordered> hasty(Duration deadline, Duration resendAfter) {
        return Saga.named(NAME, Version.version(1))
                .startedBy(ORDERED)
                .step("make")
                .invoke(MAKE, it -> new Work(it.key(), it.start().item()))
                .compensate(UNMAKE, it -> new Word(it.key()))
                .deadline(deadline)
                .resendAfter(resendAfter)
                .completeWith(CLOSE, it -> new Word(it.key()))
                .cancelWith(DROP, it -> new Word(it.key()));
    }

    /** Version 1: makes, then paints. */
    static SagaDefinition<Ordered> makeThenPaint(Duration deadline) {
        return Saga.named(NAME, Version.version(1))
                .startedBy(ORDERED)
                .step("make")
                .invoke(MAKE, it -> new Work(it.key(), it.start().item()))
                .compensate(UNMAKE, it -> new Word(it.key()))
                .deadline(deadline)
                .step("paint")
                .invoke(PAINT, it -> new Work(it.key(), it.start().item()))
                .compensate(UNPAINT, it -> new Word(it.key()))
                .deadline(deadline)
                .completeWith(CLOSE, it -> new Word(it.key()))
                .cancelWith(DROP, it -> new Word(it.key()));
    }

    /** Version 2: paints, then makes. */
    static SagaDefinition<Ordered> paintThenMake(Duration deadline) {
        return Saga.named(NAME, Version.version(2))
                .startedBy(ORDERED)
                .step("paint")
                .invoke(PAINT, it -> new Work(it.key(), it.start().item()))
                .compensate(UNPAINT, it -> new Word(it.key()))
                .deadline(deadline)
                .step("make")
                .invoke(MAKE, it -> new Work(it.key(), it.start().item()))
                .compensate(UNMAKE, it -> new Word(it.key()))
                .deadline(deadline)
                .completeWith(CLOSE, it -> new Word(it.key()))
                .cancelWith(DROP, it -> new Word(it.key()));
    }
}
