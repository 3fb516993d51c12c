package io.counterstep.participant;

import io.counterstep.core.message.Action;

/**
 * The rules of the participant ledger, as one pure function: the ledger in the database and the one in the test kit
 * decide by it alike. An ending is a request that cannot be refused.
 *
 * <pre>
 *                      request                      compensation
 *  empty               Execute                      ConfirmWithoutEffect, leaves a tombstone
 *  took effect         AnswerAgain                  Execute
 *  refused             AnswerAgain                  ConfirmWithoutEffect
 *  refused, confirmed  AnswerAgain                  AnswerAgain
 *  compensated         RefuseLate                   AnswerAgain
 *  tombstone           RefuseLate                   AnswerAgain
 *  purged, in force    RefusePurged                 Execute
 *  purged, otherwise   RefusePurged                 ConfirmWithoutEffect
 * </pre>
 *
 * <p>A request whose effect is undone is not answered with its success again: only an orchestrator that lost the saga, as when
 * its database was restored from a backup, still asks, and would build on an effect that is no more.
 *
 * <p>A request whose answer is purged was executed, refused or overtaken by its compensation; which of these, nobody needs to
 * know any more. A compensation must still be right, however long the saga has lived, so what is in force is remembered.
 */
public final class LedgerRules {

    private LedgerRules() {}

    /** @param entry of the command's saga and step; {@link LedgerEntry#empty} if there is none */
    public static <A> LedgerVerdict<A> verdict(Action action, LedgerEntry<A> entry) {
        A request = entry.request();
        A compensation = entry.compensation();
        return switch (action) {
            case INVOKE -> {
                if (entry.isPurged()) {
                    yield new LedgerVerdict.RefusePurged<>();
                }
                boolean undone = entry.tookEffect() && compensation != null;
                if (request != null && !undone) {
                    yield new LedgerVerdict.AnswerAgain<>(request);
                }
                yield compensation == null ? new LedgerVerdict.Execute<>() : new LedgerVerdict.RefuseLate<>();
            }
            case COMPENSATE -> {
                if (compensation != null) {
                    yield new LedgerVerdict.AnswerAgain<>(compensation);
                }
                yield entry.tookEffect() ? new LedgerVerdict.Execute<>() : new LedgerVerdict.ConfirmWithoutEffect<>();
            }
        };
    }
}
