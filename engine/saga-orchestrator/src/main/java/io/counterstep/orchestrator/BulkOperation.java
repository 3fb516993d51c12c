package io.counterstep.orchestrator;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation on many sagas as people and programs see it.
 *
 * @param operation its wire name, such as {@code retry}
 * @param filter the {@link BulkFilter} as JSON
 * @param body the fields of the reply to assume
 * @param max the most sagas that it takes
 * @param found how many sagas matched when it began, up to {@code max}; more if more have come to match since
 * @param done to how many it was done
 * @param refused how many could not take it as they stood, or no longer matched when their turn came
 * @param failed with how many something went wrong
 * @param canceledBy null unless it is CANCELED
 * @param problem why it is FAILED; null otherwise
 * @param lastProblems of sagas that were refused or failed, at most {@value #MAX_PROBLEMS}, the newest last; empty in lists
 */
public record BulkOperation(
        long id,
        String operation,
        @JsonRawValue String filter,
        @Nullable String step,
        @Nullable String type,
        @JsonRawValue @Nullable String body,
        String by,
        String why,
        int rate,
        int max,
        State state,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String canceledBy,
        @Nullable String canceledWhy,
        @Nullable String problem,
        int found,
        int done,
        int refused,
        int failed,
        List<Problem> lastProblems) {

    /** How many sagas have had their turn. */
    int handled() {
        return done + refused + failed;
    }

    /** The most problems that are kept of an operation. */
    public static final int MAX_PROBLEMS = 20;

    /** The most characters of a problem that are kept. */
    static final int MAX_PROBLEM = 500;

    /** Whether it has come to its end. */
    public enum State {
        RUNNING,
        /** All that matched have had their turn, or as many as it was to take. */
        DONE,
        CANCELED,
        /** It cannot go on: what is stored of it cannot be read by this version. */
        FAILED
    }

    /** What became of one saga that it was not done to. */
    public record Problem(String saga, String problem) {

        static Problem of(String saga, String problem) {
            return new Problem(
                    saga, problem.length() <= MAX_PROBLEM ? problem : problem.substring(0, MAX_PROBLEM - 1) + "…");
        }
    }
}
