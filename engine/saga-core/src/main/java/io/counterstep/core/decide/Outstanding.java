package io.counterstep.core.decide;

import io.counterstep.core.definition.Resend;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command that waits for its answer, or a step that waits for an event.
 *
 * @param step its name in the definition, or that of an ending
 * @param command its id; it bears another step name if the saga was migrated after it was sent
 * @param attempt how often it was sent, redeliveries not counted, since an operator or a gate let it go last; 0 if it
 *     never was
 * @param failures how often a technical failure answered it
 * @param lastFailure the delivery that brought the last of them, since the same one again is no other; null if none did
 * @param resendAt when it is sent again, or, while a gate holds it, when the gate is looked at again; null if neither
 * @param deadline when its step counts as timed out; null if it must be done however long it takes
 * @param causedBy the delivery that caused it: when that very record is delivered again, publishing may have been lost,
 *     so the command is said again; any other stale record causes nothing, so that duplicates cannot multiply
 * @param heldBy the closed gate that keeps it from being sent; null if none does
 * @param stuck why a person has to look; null if nobody has to
 */
public record Outstanding(
        String step,
        CommandId command,
        int attempt,
        int failures,
        @Nullable String lastFailure,
        @Nullable Instant resendAt,
        @Nullable Instant deadline,
        String causedBy,
        @Nullable String heldBy,
        @Nullable String stuck) {

    /** How often it is looked whether the gate that holds a command has opened, should nobody have told the saga. */
    static final Duration GATE_RECHECK = Duration.ofMinutes(10);

    private static final Resend RECHECK = Resend.every(GATE_RECHECK);

    /** A command that goes out now. */
    static Outstanding sent(
            String step, CommandId command, Resend resend, @Nullable Duration within, String causedBy, Instant now) {
        Instant again = now.plus(resend.after(1, command));
        return new Outstanding(step, command, 1, 0, null, again, after(within, now), causedBy, null, null);
    }

    /** A command that a closed gate keeps back. */
    static Outstanding held(String step, CommandId command, String causedBy, String gate, Instant now) {
        return new Outstanding(step, command, 0, 0, null, recheck(command, gate, now), null, causedBy, gate, null);
    }

    /** A paused saga is resumed by its operator; any other gate may open while nobody is there to say so. */
    private static @Nullable Instant recheck(CommandId command, String gate, Instant now) {
        return Moment.isOfOneSaga(gate) ? null : now.plus(RECHECK.after(1, command));
    }

    /** A wait for an event. */
    static Outstanding awaited(
            String step, CommandId command, @Nullable Duration within, String causedBy, Instant now) {
        return new Outstanding(step, command, 0, 0, null, null, after(within, now), causedBy, null, null);
    }

    private static @Nullable Instant after(@Nullable Duration within, Instant now) {
        return within == null ? null : now.plus(within);
    }

    /** Sent once more. */
    Outstanding resent(Resend resend, Instant now) {
        int next = attempt + 1;
        Instant again = now.plus(resend.after(next, command));
        return new Outstanding(step, command, next, failures, lastFailure, again, deadline, causedBy, null, stuck);
    }

    /** Answered by a technical failure. */
    Outstanding failed(Resend resend, String delivery, Instant now) {
        Instant again = isHeld() ? resendAt : now.plus(resend.after(Math.max(attempt, 1), command));
        return new Outstanding(
                step, command, attempt, failures + 1, delivery, again, deadline, causedBy, heldBy, stuck);
    }

    /** Kept back by a gate that closed; its times start anew when it is released. */
    Outstanding heldBy(String gate, Instant now) {
        Instant again = recheck(command, gate, now);
        return new Outstanding(step, command, attempt, failures, lastFailure, again, null, causedBy, gate, stuck);
    }

    /** Sent now, with its times and attempts anew and its failures forgotten. */
    Outstanding again(Resend resend, @Nullable Duration within, Instant now) {
        Instant next = now.plus(resend.after(1, command));
        return new Outstanding(step, command, 1, 0, lastFailure, next, after(within, now), causedBy, null, null);
    }

    /** What was to be sent now could not be built: it stands at the attempts before. */
    Outstanding unsent(int attempts) {
        return new Outstanding(
                step, command, attempts, failures, lastFailure, resendAt, deadline, causedBy, heldBy, stuck);
    }

    /** A person has to look; it is no longer sent by itself if it keeps failing, or cannot even be said. */
    Outstanding stuck(String why, boolean silent) {
        return new Outstanding(
                step,
                command,
                attempt,
                failures,
                lastFailure,
                silent ? resendAt : null,
                deadline,
                causedBy,
                heldBy,
                why);
    }

    /** The same wait under another name of its step; the command keeps its id, since nobody else knows the new one. */
    public Outstanding at(String renamed) {
        return new Outstanding(
                renamed, command, attempt, failures, lastFailure, resendAt, deadline, causedBy, heldBy, stuck);
    }

    boolean isHeld() {
        return heldBy != null;
    }

    boolean isCompensation() {
        return command.action() == Action.COMPENSATE;
    }

    boolean isTimedOut(Instant now) {
        return deadline != null && !now.isBefore(deadline);
    }

    boolean isToBeResent(Instant now) {
        return resendAt != null && !now.isBefore(resendAt);
    }

    /** When the next check has something to do; null if nothing is to be checked. */
    public @Nullable Instant dueAt() {
        return earlier(resendAt, deadline);
    }

    static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
