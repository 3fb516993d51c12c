package io.counterstep.core.definition;

import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One step of a saga and its counter-step. The kinds are those of the field: a saga's compensatable steps come first, then
 * at most one pivot, after which there is no way back, then the retriable ones.
 *
 * @param name unique in its saga, stored and shown; to rename one that active sagas may be at, migrate them
 * @param compensation undoes the step, if it took effect or may have; null if there is nothing to undo, or no way to. A
 *     pivot's is used only while it is unknown whether the pivot took effect
 * @param condition says, when the step's turn comes, whether it is done at all
 * @param optional its failure does not fail the saga
 * @see <a href="https://doi.org/10.1145/38713.38742">Garcia-Molina and Salem, Sagas (1987)</a>
 */
public record Step<S>(
        String name,
        Kind kind,
        Task<S> task,
        @Nullable Invocation<S, ?> compensation,
        Predicate<SagaData<S>> condition,
        boolean optional,
        Timing timing) {

    /** What may become of a step once it is done. */
    public enum Kind {
        /** Undone if the saga turns back. */
        COMPENSATABLE,
        /** Decides: once it took effect, the saga goes to its good end. */
        PIVOT,
        /** After the decision: asked for until it is done, or a person has to look. */
        RETRIABLE
    }

    /**
     * True if the step is never given up for being silent, since nobody could undo it: a retriable one, and a pivot without
     * a compensation.
     */
    public boolean mustBeDone() {
        return kind == Kind.RETRIABLE || (kind == Kind.PIVOT && compensation == null);
    }

    /** How long it is waited for; null if without end. */
    public @Nullable Duration deadline() {
        Duration given = timing.deadline();
        return mustBeDone() ? null : given == null ? Timing.DEFAULT_DEADLINE : given;
    }

    /** How its command is sent again. */
    public Resend resend() {
        Resend given = timing.resend();
        Duration deadline = deadline();
        return given != null ? given : deadline == null ? Resend.DEFAULT : Resend.within(deadline);
    }

    /** How its compensation is sent again: by default no slower than any, however long the step itself may take. */
    public Resend resendOfCompensation() {
        Resend given = timing.resend();
        return given == null ? Resend.DEFAULT : given;
    }

    /** True if it is given up after so many {@link #attempts}, though its deadline is still to come. */
    public boolean isGivenUpAfterAttempts() {
        return timing.attempts() != 0 && !mustBeDone();
    }

    /** How often its command, or its compensation's, is sent before that counts as silence for good. */
    public int attempts() {
        return timing.attempts() == 0 ? Timing.DEFAULT_ATTEMPTS : timing.attempts();
    }
}
