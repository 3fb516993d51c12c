package io.counterstep.orchestrator;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;

/** Another saga, of another participant: it is asked for, walked, and over. */
final class Stroll {

    record Note(String orderId) {}

    static final String NAME = "stroll";

    private static final Participant DOG = new Participant("dog", "dog-commands", "dog-events");
    private static final Request<Note, Note> WALK = DOG.request(type("WALK"), type("WALKED"), type("TIRED"));

    private Stroll() {}

    private static MessageType<Note> type(String name) {
        return MessageType.of(name, Note.class);
    }

    static SagaDefinition<Note> definition() {
        var rest = DOG.instruction(type("REST"), type("RESTED"), it -> it);
        return Saga.named(NAME, Version.version(1))
                .startedBy(DOG.event(type("WHISTLED")))
                .step("walk")
                .invoke(WALK, it -> new Note(it.key()))
                .compensate(rest, it -> new Note(it.key()))
                .completeWith(rest, it -> new Note(it.key()))
                .cancelWith(rest, it -> new Note(it.key()));
    }
}
