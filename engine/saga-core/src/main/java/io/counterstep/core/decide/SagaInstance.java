package io.counterstep.core.decide;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One saga: everything {@link Decider} needs to know of it, and everything the store keeps. Immutable.
 *
 * @param version of the definition it started with, and ends by, unless it is migrated
 * @param outcomes what became of the steps that are done, in the order in which that was known
 * @param facts the start message by its type and the replies so far by step and type, in the order of arrival
 * @param formerNames the step names under which participants know steps that a migration renamed, by their new names
 * @param parent the parent's command that this saga answers when it is over; null if it has no parent
 * @param deadline when it counts as timed out as a whole; null if it may take as long as it takes
 * @param revision 1 at the start, one more with each transition
 */
public record SagaInstance(
        SagaId id,
        int version,
        SagaState state,
        Map<String, Outcome> outcomes,
        Map<String, Body> facts,
        Map<String, String> formerNames,
        @Nullable CommandId parent,
        Instant startedAt,
        @Nullable Instant deadline,
        int revision) {

    public SagaInstance {
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        formerNames = Map.copyOf(formerNames);
    }

    /** What it waits for; empty once it is over. */
    public List<Outstanding> waits() {
        return switch (state) {
            case SagaState.Active active -> active.waits();
            case SagaState.NeedsAttention attention -> attention.stuck().waits();
            case SagaState.Paused paused -> paused.held().waits();
            case SagaState.Final over -> List.of();
        };
    }

    /** When the next check has something to do; empty if there is nothing to check. */
    public Optional<Instant> dueAt() {
        if (state instanceof SagaState.Paused) {
            return Optional.empty();
        }
        Instant due = Phase.of(state) == Phase.RUNNING ? deadline : null;
        for (Outstanding wait : waits()) {
            due = Outstanding.earlier(due, wait.dueAt());
        }
        return Optional.ofNullable(due);
    }

    /**
     * The gate that keeps one of its commands back; empty if none does, or only its own pause. When several gates do, the
     * others are looked at by the check.
     */
    public Optional<String> heldBy() {
        return waits().stream()
                .map(Outstanding::heldBy)
                .filter(gate -> gate != null && !Moment.isOfOneSaga(gate))
                .<String>map(gate -> gate)
                .findFirst();
    }
}
