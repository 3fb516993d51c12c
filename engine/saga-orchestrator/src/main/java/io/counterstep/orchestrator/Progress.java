package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.Phase;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a saga is, as it is stored: one JSON object. Fields that are absent are null or empty, so that it may grow.
 *
 * @param phase where it is on its way
 * @param waits for what it waits
 * @param formerNames see {@link SagaInstance}
 */
record Progress(
        Phase phase,
        @Nullable Map<String, Outcome> outcomes,
        @Nullable List<Wait> waits,
        @Nullable Map<String, String> formerNames,
        @Nullable Boolean paused) {

    /** One {@link Outstanding}; its command's step is there only if it is not the step. */
    record Wait(
            String step,
            @Nullable String formerStep,
            String action,
            int attempt,
            int failures,
            @Nullable String lastFailure,
            @Nullable Instant resendAt,
            @Nullable Instant deadline,
            String causedBy,
            @Nullable String heldBy,
            @Nullable String stuck) {

        static Wait of(Outstanding it) {
            String known = it.command().step();
            return new Wait(
                    it.step(),
                    known.equals(it.step()) ? null : known,
                    it.command().action().wireName(),
                    it.attempt(),
                    it.failures(),
                    it.lastFailure(),
                    it.resendAt(),
                    it.deadline(),
                    it.causedBy(),
                    it.heldBy(),
                    it.stuck());
        }

        Outstanding of(SagaId saga) {
            CommandId command = new CommandId(saga, formerStep == null ? step : formerStep, Action.ofWireName(action));
            return new Outstanding(
                    step, command, attempt, failures, lastFailure, resendAt, deadline, causedBy, heldBy, stuck);
        }
    }

    static String write(SagaInstance saga) {
        return ProgressJson.write(of(saga));
    }

    static Progress of(SagaInstance saga) {
        return new Progress(
                Phase.of(saga.state()),
                saga.outcomes(),
                saga.waits().stream().map(Wait::of).toList(),
                saga.formerNames(),
                saga.state() instanceof SagaState.Paused ? true : null);
    }

    static Progress read(String json) {
        return ProgressJson.read(json);
    }

    /** @param reason why it turned back, if it did */
    SagaState state(SagaId saga, @Nullable String reason) {
        List<Outstanding> outstanding =
                waiting().stream().map(it -> it.of(saga)).toList();
        return phase.state(outstanding, reason, Boolean.TRUE.equals(paused));
    }

    List<Wait> waiting() {
        return waits == null ? List.of() : waits;
    }

    Map<String, Outcome> known() {
        return outcomes == null ? Map.of() : outcomes;
    }

    Map<String, String> former() {
        return formerNames == null ? Map.of() : formerNames;
    }
}
