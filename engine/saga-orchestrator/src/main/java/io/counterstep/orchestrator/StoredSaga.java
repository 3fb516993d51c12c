package io.counterstep.orchestrator;

import io.counterstep.core.decide.SagaInstance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A saga as the store holds it.
 *
 * @param nextCheckAt when its check fires: at or before the saga is due, since it is left alone when the due time moves
 *     later; null if there is nothing to check
 */
record StoredSaga(SagaInstance saga, @Nullable Instant nextCheckAt) {

    /** A saga that is new. */
    static StoredSaga fresh(SagaInstance saga) {
        return new StoredSaga(saga, saga.dueAt().orElse(null));
    }

    /** This one after a transition: the check only ever moves earlier. */
    StoredSaga moved(SagaInstance next) {
        Instant due = next.dueAt().orElse(null);
        boolean earlyEnough = due != null && nextCheckAt != null && !nextCheckAt.isAfter(due);
        return new StoredSaga(next, earlyEnough ? nextCheckAt : due);
    }

    /** This one after its check fired. */
    StoredSaga rearmed() {
        return fresh(saga);
    }
}
