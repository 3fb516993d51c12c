package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to search for; null means any.
 *
 * @param key the business key
 * @param step where the saga waits
 * @param minAge since its start
 * @param limit the most sagas in the answer, 1 to {@value #MAX_LIMIT}
 * @param cursor from the page before, opaque
 */
public record SagaFilter(
        @Nullable Status state,
        @Nullable String definition,
        @Nullable String key,
        @Nullable String step,
        @Nullable Duration minAge,
        int limit,
        @Nullable String cursor) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    public SagaFilter {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", found " + limit);
        }
    }
}
