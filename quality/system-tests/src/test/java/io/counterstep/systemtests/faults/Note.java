package io.counterstep.systemtests.faults;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import io.counterstep.participant.Handlers;

/** A saga that has nothing to do with the {@link Trade}: a clerk of the office's writes something down. */
final class Note {

    record Line(String orderId) {}

    static final String NAME = "note";

    static final Participant CLERK = new Participant("clerk", "clerk-commands", "clerk-events");

    private static final Request<Line, Line> WRITE = CLERK.request(type("WRITE"), type("WRITTEN"), type("NOT_WRITTEN"));
    private static final Instruction<Line> ERASE = CLERK.instruction(type("ERASE"), type("ERASED"), it -> it);
    private static final Instruction<Line> FILE = CLERK.instruction(type("FILE"), type("FILED"), it -> it);

    private Note() {}

    private static MessageType<Line> type(String name) {
        return MessageType.of(name, Line.class);
    }

    static SagaDefinition<Line> definition() {
        return Saga.named(NAME, Version.version(1))
                .startedBy(CLERK.event(type("REMEMBERED")))
                .step("write")
                .invoke(WRITE, it -> new Line(it.key()))
                .compensate(ERASE, it -> new Line(it.key()))
                .completeWith(FILE, it -> new Line(it.key()))
                .cancelWith(FILE, it -> new Line(it.key()));
    }

    static Handlers clerk() {
        return Handlers.of(CLERK)
                .on(WRITE, it -> it)
                .on(ERASE, (Line it) -> {})
                .on(FILE, (Line it) -> {})
                .build();
    }
}
