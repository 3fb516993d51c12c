package io.counterstep.testing;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.SagaId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The orchestrator of a simulation: loads, decides, saves, and returns what is to be published. */
final class VirtualOrchestrator {

    private final Engine<?> engine;
    private final Tally tally;
    private final Map<SagaId, SagaInstance> sagas = new HashMap<>();

    VirtualOrchestrator(SagaDefinition<?> definition, Set<Sabotage> sabotage, Tally tally) {
        this.engine = new Engine<>(definition, sabotage);
        this.tally = tally;
    }

    @Nullable
    SagaInstance saga(SagaId id) {
        return sagas.get(id);
    }

    Optional<Instant> dueAt(SagaId id) {
        return Optional.ofNullable(sagas.get(id)).flatMap(engine::dueAt);
    }

    /** One committed transaction. */
    List<OutgoingCommand> commit(SagaId id, Input input, Instant now) {
        SagaInstance saga = sagas.get(id);
        Decision decision = engine.decide(saga, input, now);
        return switch (decision) {
            case Decision.Moved moved -> {
                if (saga != null && saga.state().status().isFinal()) {
                    throw new Violation("G4", "saga " + id + " was over and moved again by " + input);
                }
                tally.count(
                        moved.transition() == null
                                ? "SAID_ONCE_MORE"
                                : moved.transition().kind().name());
                sagas.put(id, moved.saga());
                yield moved.commands();
            }
            case Decision.Repeated repeated -> {
                tally.count("REPEATED");
                yield repeated.commands();
            }
            case Decision.Ignored ignored -> {
                tally.count(ignored.reason().name());
                yield List.of();
            }
        };
    }
}
