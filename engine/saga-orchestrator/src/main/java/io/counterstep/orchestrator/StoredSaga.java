package io.counterstep.orchestrator;

import io.counterstep.core.decide.SagaInstance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A saga as the store holds it, or is to hold it.
 *
 * @param nextCheckAt when its check fires: at or before the saga is due, since it is left alone when the due time moves
 *     later; null if there is nothing to check
 * @param storedRevision the one that the store holds, on which the saga's own is based; 0 if it holds none
 */
record StoredSaga(SagaInstance saga, @Nullable Instant nextCheckAt, int storedRevision) {

    /** As it was read, or written. */
    static StoredSaga held(SagaInstance saga, @Nullable Instant nextCheckAt) {
        return new StoredSaga(saga, nextCheckAt, saga.revision());
    }

    /** A saga that is new. */
    static StoredSaga fresh(SagaInstance saga) {
        return new StoredSaga(saga, saga.dueAt().orElse(null), 0);
    }

    /** This one after a transition: the check only ever moves earlier. */
    StoredSaga moved(SagaInstance next) {
        Instant due = next.dueAt().orElse(null);
        boolean earlyEnough = due != null && nextCheckAt != null && !nextCheckAt.isAfter(due);
        return new StoredSaga(next, earlyEnough ? nextCheckAt : due, storedRevision);
    }

    /** This one, to be checked at that time instead. */
    StoredSaga checkedAt(@Nullable Instant time) {
        return new StoredSaga(saga, time, storedRevision);
    }

    /** This one after its check fired. */
    StoredSaga rearmed() {
        return checkedAt(saga.dueAt().orElse(null));
    }

    /** This one once it is written. */
    StoredSaga written() {
        return held(saga, nextCheckAt);
    }
}
