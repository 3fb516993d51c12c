package io.counterstep.orchestrator;

import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import io.counterstep.core.message.TechnicalFailure;
import io.counterstep.messaging.IncomingMessage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * To which sagas a message may be, told without reading more of it than that needs: every saga to which the {@link
 * Interpreter} delivers it is among them. Thread-safe.
 */
final class Addressees {

    private final SagaDefinitions definitions;

    Addressees(SagaDefinitions definitions) {
        this.definitions = definitions;
    }

    /** Empty if it is for none that could be known here. */
    Set<SagaId> of(IncomingMessage message) {
        try {
            return named(message);
        } catch (IllegalArgumentException invalid) {
            // whoever interprets it finds the same, and says so where it is put aside
            return Set.of();
        }
    }

    private Set<SagaId> named(IncomingMessage message) {
        Set<SagaId> sagas = new HashSet<>();
        if (message.record().topic().equals(ChildSagas.PARTICIPANT.commandTopic())) {
            add(sagas, child(message), message.key());
            return sagas;
        }
        CommandId answered = message.inReplyTo();
        SagaDefinitions.Meaning meaning = definitions.meaningOf(message.type());
        if (answered != null && (meaning != null || message.type().equals(TechnicalFailure.TYPE.name()))) {
            sagas.add(answered.saga());
        }
        if (meaning != null) {
            meaning.starts().forEach(it -> add(sagas, it, message.key()));
            meaning.cancels().forEach(it -> add(sagas, it, message.key()));
            if (answered == null) {
                meaning.answers().keySet().forEach(it -> add(sagas, it, message.key()));
            }
        }
        return sagas;
    }

    private @Nullable String child(IncomingMessage message) {
        return message.type().equals(ChildSagas.UNDO_TYPE.name())
                ? message.body().as(ChildSagas.UNDO_TYPE).saga()
                : definitions.childOf(CommandId.parse(message.id()));
    }

    private static void add(Set<SagaId> sagas, @Nullable String definition, String key) {
        if (definition != null) {
            sagas.add(new SagaId(definition, key));
        }
    }
}
