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

    /** Whether it ended, or got stuck, after that. */
    boolean isYoungerThan(Instant until) {
        Instant since = endedAt == null ? stuckSince : endedAt;
        return since != null && since.isAfter(until);
    }
}
