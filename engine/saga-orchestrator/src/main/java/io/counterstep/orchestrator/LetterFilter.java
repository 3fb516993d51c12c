package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.ParkedLetter.State;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are looked for; null for any.
 *
 * @param topic where the record stood that could not be handled
 * @param before only those with a smaller id, the cursor of the page before
 * @param limit {@code 1} to {@link #MAX_LIMIT}
 */
public record LetterFilter(
        @Nullable State state,
        @Nullable String topic,
        @Nullable String key,
        @Nullable SagaId saga,
        @Nullable Long before,
        int limit) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    /** All of them. */
    public static LetterFilter any(int limit) {
        return new LetterFilter(null, null, null, null, null, limit);
    }

    /** @throws IllegalArgumentException if the limit is out of its bounds */
    public LetterFilter {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", was " + limit);
        }
    }
}
