package io.counterstep.testing;

import io.counterstep.core.message.Action;
import io.counterstep.participant.LedgerEntry;
import io.counterstep.participant.LedgerRules;
import io.counterstep.participant.LedgerVerdict;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ledger's rules with some of their protections taken away. */
record SabotagedRules(Set<Sabotage> sabotage, Consumer<LedgerVerdict<?>> eye) implements ParticipantHarness.Rules {

    @Override
    public <A> LedgerVerdict<A> verdict(Action action, LedgerEntry<A> entry) {
        LedgerVerdict<A> verdict = sabotaged(action, LedgerRules.verdict(action, entry));
        eye.accept(verdict);
        return verdict;
    }

    private <A> LedgerVerdict<A> sabotaged(Action action, LedgerVerdict<A> verdict) {
        Sabotage protection = switch (verdict) {
            case LedgerVerdict.AnswerAgain<A> again -> action == Action.INVOKE ? Sabotage.LEDGER_OFF : null;
            case LedgerVerdict.RefuseLate<A> late -> Sabotage.TOMBSTONE_OFF;
            case LedgerVerdict.ConfirmWithoutEffect<A> without -> Sabotage.COMPENSATION_WITHOUT_EFFECT;
            case LedgerVerdict.Execute<A> execute -> null;
            case LedgerVerdict.RefusePurged<A> purged -> null;
        };
        return isSabotaged(protection) ? new LedgerVerdict.Execute<>() : verdict;
    }

    private boolean isSabotaged(@Nullable Sabotage protection) {
        return protection != null && sabotage.contains(protection);
    }
}
