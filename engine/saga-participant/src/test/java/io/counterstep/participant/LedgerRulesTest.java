package io.counterstep.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.counterstep.core.message.Action;
import io.counterstep.participant.LedgerVerdict.AnswerAgain;
import io.counterstep.participant.LedgerVerdict.ConfirmWithoutEffect;
import io.counterstep.participant.LedgerVerdict.Execute;
import io.counterstep.participant.LedgerVerdict.RefuseLate;
import io.counterstep.participant.LedgerVerdict.RefusePurged;
import java.util.List;
import org.junit.jupiter.api.Test;

/** G2 and G6 at the participant: every cell of the table in {@link LedgerRules}. */
class LedgerRulesTest {

    private static final LedgerEntry<String> EMPTY = LedgerEntry.empty();
    private static final LedgerEntry<String> TOOK_EFFECT = EMPTY.requestAnswered("done", true);
    private static final LedgerEntry<String> REFUSED = EMPTY.requestAnswered("refused", false);
    private static final LedgerEntry<String> COMPENSATED = TOOK_EFFECT.compensationAnswered("undone");
    private static final LedgerEntry<String> TOMBSTONE = EMPTY.compensationAnswered("undone");
    private static final LedgerEntry<String> IN_FORCE_ONCE = LedgerEntry.purged(true);
    private static final LedgerEntry<String> OVER_ONCE = LedgerEntry.purged(false);

    @Test
    void aFirstRequestIsExecuted() {
        assertThat(LedgerRules.verdict(Action.INVOKE, EMPTY)).isEqualTo(new Execute<>());
    }

    @Test
    void anAnsweredRequestIsAnsweredAgain() {
        assertThat(LedgerRules.verdict(Action.INVOKE, TOOK_EFFECT)).isEqualTo(new AnswerAgain<>("done"));
        assertThat(LedgerRules.verdict(Action.INVOKE, REFUSED)).isEqualTo(new AnswerAgain<>("refused"));
        LedgerEntry<String> refusedAndConfirmed = REFUSED.compensationAnswered("nothing to undo");
        assertThat(LedgerRules.verdict(Action.INVOKE, refusedAndConfirmed)).isEqualTo(new AnswerAgain<>("refused"));
    }

    @Test
    void aRequestWhoseEffectIsUndoneIsNotAnsweredWithItsSuccess() {
        assertThat(LedgerRules.verdict(Action.INVOKE, COMPENSATED)).isEqualTo(new RefuseLate<>());
    }

    @Test
    void aCompensationIsExecutedIfItsStepTookEffect() {
        assertThat(LedgerRules.verdict(Action.COMPENSATE, TOOK_EFFECT)).isEqualTo(new Execute<>());
    }

    @Test
    void aRefusedRequestHasNothingToUndo() {
        assertThat(LedgerRules.verdict(Action.COMPENSATE, REFUSED)).isEqualTo(new ConfirmWithoutEffect<>());
    }

    @Test
    void aCompensationBeforeItsRequestIsConfirmedAndLeavesATombstone() {
        assertThat(LedgerRules.verdict(Action.COMPENSATE, EMPTY)).isEqualTo(new ConfirmWithoutEffect<>());
        assertThat(LedgerRules.verdict(Action.INVOKE, TOMBSTONE)).isEqualTo(new RefuseLate<>());
    }

    @Test
    void aConfirmedCompensationIsConfirmedAgain() {
        assertThat(LedgerRules.verdict(Action.COMPENSATE, COMPENSATED)).isEqualTo(new AnswerAgain<>("undone"));
        assertThat(LedgerRules.verdict(Action.COMPENSATE, TOMBSTONE)).isEqualTo(new AnswerAgain<>("undone"));
    }

    @Test
    void aRequestWhoseAnswerIsPurgedIsRefused() {
        assertThat(LedgerRules.verdict(Action.INVOKE, IN_FORCE_ONCE)).isEqualTo(new RefusePurged<>());
        assertThat(LedgerRules.verdict(Action.INVOKE, OVER_ONCE)).isEqualTo(new RefusePurged<>());
    }

    @Test
    void aCompensationOfAPurgedStepUndoesWhatIsInForceAndThatOnce() {
        assertThat(LedgerRules.verdict(Action.COMPENSATE, IN_FORCE_ONCE)).isEqualTo(new Execute<>());
        assertThat(IN_FORCE_ONCE.compensationAnswered("undone")).isEqualTo(OVER_ONCE);
        assertThat(LedgerRules.verdict(Action.COMPENSATE, OVER_ONCE)).isEqualTo(new ConfirmWithoutEffect<>());
    }

    @Test
    void onlyWhatTookEffectAndIsNotUndoneIsInForce() {
        assertThat(TOOK_EFFECT.isInForce()).isTrue();
        assertThat(List.of(EMPTY, REFUSED, COMPENSATED, TOMBSTONE)).noneMatch(LedgerEntry::isInForce);
    }

    @Test
    void aPurgedEntryHasNoAnswersAndTakesNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LedgerEntry<>("done", true, null, true));
        assertThatIllegalStateException().isThrownBy(() -> OVER_ONCE.requestAnswered("again", true));
    }

    @Test
    void anEntryTakesOneAnswerForEachAction() {
        assertThatIllegalStateException().isThrownBy(() -> TOOK_EFFECT.requestAnswered("again", true));
        assertThatIllegalStateException().isThrownBy(() -> TOMBSTONE.requestAnswered("late", true));
        assertThatIllegalStateException().isThrownBy(() -> COMPENSATED.compensationAnswered("again"));
    }

    @Test
    void onlyAnAnsweredRequestCanHaveTakenEffect() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LedgerEntry<String>(null, true, null));
    }
}
