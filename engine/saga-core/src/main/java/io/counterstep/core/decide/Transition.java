package io.counterstep.core.decide;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a saga's history.
 *
 * @param revision the saga's revision after it
 * @param step the step (or ending) it was about; several are separated by spaces
 * @param message the message type that caused it, or null if none did
 * @param commands the message types it sent
 * @param detail for people: a refusal's reason, a failure, who asked and why; null if there is nothing to add
 */
public record Transition(
        int revision,
        Instant at,
        Kind kind,
        String step,
        Status from,
        Status to,
        @Nullable String message,
        List<String> commands,
        @Nullable String detail) {

    /** The kinds of transitions, by their stored names. */
    public enum Kind {
        STARTED,
        STEP_SUCCEEDED,
        STEP_REFUSED,
        STEP_TIMED_OUT,
        STEP_FAILED,
        STEP_COMPENSATED,
        EVENT_RECEIVED,
        SAGA_TIMED_OUT,
        CANCEL_REQUESTED,
        UNDO_REQUESTED,
        COMMAND_RESENT,
        HELD,
        RELEASED,
        ATTENTION_NEEDED,
        RETRIED,
        COMPENSATION_REQUESTED,
        RESOLVED,
        SKIPPED,
        PAUSED,
        RESUMED,
        MIGRATED,
        COMPLETED,
        CANCELED
    }
}
