package io.counterstep.testing;

import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What really happened at the participants of a simulation's sagas. */
final class Effects {

    private final Deeds none;
    private final Map<SagaId, Deeds> sagas = new HashMap<>();

    Effects(SagaDefinition<?> definition) {
        none = Deeds.none(definition, false);
    }

    /**
     * A handler was called and returned.
     *
     * @param effect false if it refused
     * @throws Violation if that must not have happened
     */
    void executed(CommandId command, boolean effect) {
        SagaId saga = command.saga();
        sagas.put(saga, sagas.getOrDefault(saga, none).executed(command, effect));
    }

    /** @throws Violation if that saga is not over, or what it is told to be is not what happened */
    void requireOver(SagaId id, @Nullable SagaInstance saga) {
        sagas.getOrDefault(id, none).requireOver(id, saga);
    }
}
