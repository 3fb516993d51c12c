package io.counterstep.participant;

import org.jspecify.annotations.Nullable;

/**
 * What a participant remembers of one saga's step: one row that is the idempotent receiver, the stored replies and the
 * tombstone at once. An entry whose compensation is answered but whose request is not is a tombstone. Of one that is purged
 * only the key is left, and whether there is still something to undo. Immutable.
 *
 * @param request the answer to the request, or null if it was never executed
 * @param tookEffect true if that answer is no refusal: only then there is something to undo
 * @param compensation the confirmation of the compensation, or null if there was none
 * @param isPurged true if there were answers once; then it took effect only if that was not undone
 * @param <A> a stored answer: JSON in a database, the record itself in a test
 */
public record LedgerEntry<A>(
        @Nullable A request, boolean tookEffect, @Nullable A compensation, boolean isPurged) {

    public LedgerEntry {
        if (tookEffect && request == null && !isPurged) {
            throw new IllegalArgumentException("a ledger entry without an answered request cannot have taken effect");
        }
        if (isPurged && (request != null || compensation != null)) {
            throw new IllegalArgumentException(
                    "a purged ledger entry cannot have answers, found " + request + " and " + compensation);
        }
    }

    /** An entry that is not purged. */
    public LedgerEntry(@Nullable A request, boolean tookEffect, @Nullable A compensation) {
        this(request, tookEffect, compensation, false);
    }

    /** What a step's entry is before its first command. */
    public static <A> LedgerEntry<A> empty() {
        return new LedgerEntry<>(null, false, null);
    }

    /** What is left of an entry that was purged. */
    public static <A> LedgerEntry<A> purged(boolean inForce) {
        return new LedgerEntry<>(null, inForce, null, true);
    }

    /** Whether there is something to undo. */
    public boolean isInForce() {
        return tookEffect && compensation == null;
    }

    /**
     * This entry after its request was executed.
     *
     * @param tookEffect false if the answer is a business refusal
     * @throws IllegalStateException if {@link LedgerRules} does not let the request be executed
     */
    public LedgerEntry<A> requestAnswered(A answer, boolean tookEffect) {
        if (request != null || compensation != null || isPurged) {
            throw new IllegalStateException("cannot store " + answer + " for the request of " + this
                    + ": only an empty entry takes one, ask LedgerRules first");
        }
        return new LedgerEntry<>(answer, tookEffect, null);
    }

    /**
     * This entry after its compensation was confirmed, with or without an effect. A purged one keeps no answer, only that there
     * is nothing left to undo.
     *
     * @throws IllegalStateException if it was confirmed before
     */
    public LedgerEntry<A> compensationAnswered(A answer) {
        if (compensation != null) {
            throw new IllegalStateException("cannot store " + answer + " for the compensation of " + this
                    + ": it was confirmed before, ask LedgerRules first");
        }
        return isPurged ? purged(false) : new LedgerEntry<>(request, tookEffect, answer);
    }
}
