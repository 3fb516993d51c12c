package io.counterstep.participant;

/**
 * What a participant does with a command, by its ledger.
 *
 * @param <A> a stored answer, as in {@link LedgerEntry}
 */
public sealed interface LedgerVerdict<A> {

    /** Call the handler, store its answer, send it. */
    record Execute<A>() implements LedgerVerdict<A> {}

    /** It was done before: send the stored answer, call nobody. */
    record AnswerAgain<A>(A answer) implements LedgerVerdict<A> {}

    /**
     * A compensation with nothing to undo, because its request was refused or never executed: store and send the
     * confirmation without calling the handler. If the request is still on its way, the entry is now its tombstone.
     */
    record ConfirmWithoutEffect<A>() implements LedgerVerdict<A> {}

    /** A request behind its compensation, executed before or not: answer with a technical failure, store nothing, call nobody. */
    record RefuseLate<A>() implements LedgerVerdict<A> {}

    /** A request whose answer is purged: answer with a technical failure, store nothing, call nobody. */
    record RefusePurged<A>() implements LedgerVerdict<A> {}
}
