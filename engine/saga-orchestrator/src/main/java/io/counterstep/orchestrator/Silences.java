package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts whose answers are missing beyond their time. */
final class Silences {

    private Silences() {}

    /** By participant, the commands that are due to be sent again or timed out; those that are held, or that a person looks at, do not
     * count. */
    static Map<String, Integer> of(List<StoredSaga> due, SagaDefinitions definitions, Instant readUpTo) {
        Map<String, Integer> silences = new HashMap<>();
        for (StoredSaga stored : due) {
            var saga = stored.saga();
            SagaDefinition<?> definition = definitions.find(saga.id().definition(), saga.version());
            if (definition == null || saga.state() instanceof SagaState.Paused) {
                continue;
            }
            for (Outstanding wait : saga.waits()) {
                String participant = isSilence(wait, readUpTo) ? participant(definition, wait) : null;
                if (participant != null) {
                    silences.merge(participant, 1, Integer::sum);
                }
            }
        }
        return silences;
    }

    private static boolean isSilence(Outstanding wait, Instant readUpTo) {
        Instant due = wait.dueAt();
        return wait.attempt() > 0
                && wait.heldBy() == null
                && wait.stuck() == null
                && due != null
                && !due.isAfter(readUpTo);
    }

    private static @Nullable String participant(SagaDefinition<?> definition, Outstanding wait) {
        if (!SagaDefinition.isEnding(wait.step()) && definition.find(wait.step()) == null) {
            return null;
        }
        Invocation<?, ?> said =
                definition.invocation(wait.step(), wait.command().action());
        return said == null ? null : said.command().participant().name();
    }
}
