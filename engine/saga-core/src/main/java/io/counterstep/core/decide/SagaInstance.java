package io.counterstep.core.decide;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.SagaId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One saga: everything {@link Decider} needs to know of it, and everything the store keeps. Immutable.
 *
 * @param version of the definition it started with, and ends by
 * @param facts the start message and the replies so far, by message type, in the order of arrival
 * @param revision 1 at the start, one more with each transition
 */
public record SagaInstance(
        SagaId id, int version, SagaState state, Map<String, Body> facts, Instant startedAt, int revision) {

    /** When the next check has something to do; empty if the saga waits for nobody, or for a person. */
    public Optional<Instant> dueAt() {
        return switch (state) {
            case SagaState.Active active -> Optional.of(active.outstanding().dueAt());
            case SagaState.NeedsAttention attention -> Optional.empty();
            case SagaState.Final over -> Optional.empty();
        };
    }

    SagaInstance moved(SagaState next) {
        return new SagaInstance(id, version, next, facts, startedAt, revision + 1);
    }

    SagaInstance learned(String type, Body body) {
        Map<String, Body> more = new LinkedHashMap<>(facts);
        more.put(type, body);
        return new SagaInstance(id, version, state, Collections.unmodifiableMap(more), startedAt, revision);
    }
}
