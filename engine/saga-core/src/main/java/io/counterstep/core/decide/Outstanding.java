package io.counterstep.core.decide;

import io.counterstep.core.definition.Resend;
import io.counterstep.core.message.CommandId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command that waits for its answer.
 *
 * @param attempt how often it was sent, redeliveries not counted
 * @param failures how often a technical failure answered it
 * @param resendAt when it is sent again
 * @param deadline when its step counts as timed out; null if it must be done however long it takes
 * @param causedBy the delivery that caused it: when that very record is delivered again, publishing may have been lost,
 *     so the command is said again; any other stale record causes nothing, so that duplicates cannot multiply
 */
public record Outstanding(
        CommandId command,
        int attempt,
        int failures,
        Instant resendAt,
        @Nullable Instant deadline,
        String causedBy) {

    static Outstanding sent(
            CommandId command, Resend resend, @Nullable Duration deadline, String causedBy, Instant now) {
        return new Outstanding(
                command, 1, 0, now.plus(resend.after(1)), deadline == null ? null : now.plus(deadline), causedBy);
    }

    Outstanding resent(Resend resend, Instant now) {
        int next = attempt + 1;
        return new Outstanding(command, next, failures, now.plus(resend.after(next)), deadline, causedBy);
    }

    Outstanding failed(Resend resend, Instant now) {
        return new Outstanding(command, attempt, failures + 1, now.plus(resend.after(attempt)), deadline, causedBy);
    }

    Outstanding retried(Resend resend, Instant now) {
        return new Outstanding(command, attempt + 1, 0, now.plus(resend.after(1)), deadline, causedBy);
    }

    /** When the next check has something to do. */
    public Instant dueAt() {
        return deadline != null && deadline.isBefore(resendAt) ? deadline : resendAt;
    }
}
