package io.counterstep.orchestrator;

import io.counterstep.core.decide.SagaInstance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A saga as an audit looks at it.
 *
 * @param endedAt null until it is over
 * @param stuckSince since when it needs attention; null if it does not
 */
record AuditedSaga(
        SagaInstance saga,
        @Nullable Instant endedAt,
        @Nullable Instant stuckSince) {

    /** Whether it ended before the one, or has needed attention since before both; one that runs always is. */
    boolean isOldEnough(Instant until, Instant dead) {
        if (endedAt != null) {
            return endedAt.isBefore(until);
        }
        return stuckSince == null || stuckSince.isBefore(until) && stuckSince.isBefore(dead);
    }
}
