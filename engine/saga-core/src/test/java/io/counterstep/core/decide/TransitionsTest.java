package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.assertSpread;
import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.told;
import static io.counterstep.core.decide.TestSaga.transition;
import static io.counterstep.core.decide.TestSaga.undone;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.message.Action;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every transition that the diagram of {@link SagaState} draws, with the line it leaves in the history. */
class TransitionsTest {

    @Test
    void theStartInvokesTheFirstStep() {
        TestSaga saga = TestSaga.unborn();

        Decision decision = saga.start();

        assertThat(transition(decision))
                .isEqualTo(new Transition(
                        1,
                        TestSaga.BEGINNING,
                        Kind.STARTED,
                        "pay",
                        Status.RUNNING,
                        Status.RUNNING,
                        "ORDERED",
                        List.of("PAY"),
                        null));
        assertThat(saga.outstanding())
                .usingRecursiveComparison()
                .ignoringFields("resendAt")
                .isEqualTo(new Outstanding(
                        "pay",
                        saga.command("pay", Action.INVOKE),
                        1,
                        0,
                        null,
                        null,
                        TestSaga.BEGINNING.plus(Purchase.DEADLINE),
                        saga.lastRecord(),
                        null,
                        null));
        assertSpread(saga.outstanding().resendAt(), TestSaga.BEGINNING, Purchase.RESEND);
        assertThat(saga.instance().outcomes()).isEmpty();
        assertThat(saga.instance().facts()).containsOnlyKeys("ORDERED");
    }

    @Test
    void aSuccessInvokesTheNextStepWithWhatTheReplySaid() {
        TestSaga saga = TestSaga.paying();

        Decision decision = saga.reply(Purchase.PAID, new Purchase.Done("paid book"));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Moved.class,
                        moved -> assertThat(moved.commands())
                                .containsExactly(new OutgoingCommand(
                                        saga.command("send", Action.INVOKE),
                                        TestSaga.KEY,
                                        Purchase.SEND,
                                        new Purchase.Do("paid book"))));
        assertThat(transition(decision))
                .isEqualTo(new Transition(
                        2,
                        TestSaga.BEGINNING,
                        Kind.STEP_SUCCEEDED,
                        "pay",
                        Status.RUNNING,
                        Status.RUNNING,
                        "PAID",
                        List.of("SEND"),
                        null));
        assertThat(saga.outcome("pay")).isEqualTo(Outcome.SUCCEEDED);
        assertThat(saga.instance().facts()).containsOnlyKeys("ORDERED", "pay/PAID");
    }

    @Test
    void theLastSuccessIsTheEndOfTheWayBack() {
        TestSaga saga = TestSaga.sending();

        Decision decision = saga.reply(Purchase.SENT, done());

        assertThat(said(decision)).containsExactly("CLOSE");
        assertThat(saga.state()).isInstanceOf(SagaState.Completing.class);
        assertThat(saga.outstanding().deadline()).isNull();
    }

    @Test
    void theConfirmedCompletionEndsTheSaga() {
        TestSaga saga = TestSaga.completing();

        Decision decision = saga.reply(Purchase.CLOSED, told());

        assertThat(said(decision)).isEmpty();
        assertThat(transition(decision).kind()).isEqualTo(Kind.COMPLETED);
        assertThat(saga.state()).isEqualTo(new SagaState.Completed());
        assertThat(saga.instance().dueAt()).isEmpty();
    }

    @Test
    void aRefusalOfTheFirstStepLeavesOnlyTheCancellation() {
        TestSaga saga = TestSaga.paying();

        Decision decision = saga.reply(Purchase.PAY_REFUSED, new Purchase.Refused("balance too low"));

        assertThat(said(decision)).containsExactly("DROP");
        assertThat(transition(decision).kind()).isEqualTo(Kind.STEP_REFUSED);
        assertThat(transition(decision).detail()).isEqualTo("PAY_REFUSED: balance too low");
        assertThat(saga.state())
                .isInstanceOfSatisfying(
                        SagaState.Canceling.class,
                        it -> assertThat(it.reason()).isEqualTo("PAY_REFUSED: balance too low"));
    }

    @Test
    void aRefusalThatSaysNoReasonGivesItsName() {
        TestSaga blank = TestSaga.paying();
        TestSaga none = TestSaga.paying();

        assertThat(transition(blank.reply(Purchase.PAY_REFUSED, new Purchase.Refused(" ")))
                        .detail())
                .isEqualTo("PAY_REFUSED");
        assertThat(transition(none.reply(Purchase.PAY_REFUSED, new Purchase.Refused(null)))
                        .detail())
                .isEqualTo("PAY_REFUSED");
    }

    @Test
    void aReasonOfAnyLengthIsCutOffAndHasNoNul() {
        Decision decision =
                TestSaga.paying().reply(Purchase.PAY_REFUSED, new Purchase.Refused("no\0" + "!".repeat(100_000)));

        assertThat(transition(decision).detail())
                .startsWith("PAY_REFUSED: no!!")
                .hasSizeLessThan(1_100);
    }

    @Test
    void aReasonIsNotCutOffWithinACharacter() {
        String reason = "n" + "\ud83d\ude00".repeat(1_000);
        Decision decision = TestSaga.paying().reply(Purchase.PAY_REFUSED, new Purchase.Refused(reason));

        assertThat(StandardCharsets.UTF_8
                        .newEncoder()
                        .canEncode(String.valueOf(transition(decision).detail())))
                .isTrue();
    }

    @Test
    void aRefusalOfALaterStepUndoesTheOneBeforeIt() {
        TestSaga saga = TestSaga.sending();

        Decision decision = saga.reply(Purchase.SEND_REFUSED, new Purchase.Refused("no such address"));

        assertThat(said(decision)).containsExactly("REFUND");
        assertThat(saga.state().status()).isEqualTo(Status.COMPENSATING);
    }

    @Test
    void compensationRunsInReverseAndEndsInTheCancellation() {
        TestSaga saga = TestSaga.recalling();

        assertThat(said(saga.reply(Purchase.RECALLED, undone()))).containsExactly("REFUND");
        assertThat(said(saga.reply(Purchase.REFUNDED, undone()))).containsExactly("DROP");
        Decision last = saga.reply(Purchase.DROPPED, told());

        assertThat(said(last)).isEmpty();
        assertThat(transition(last).kind()).isEqualTo(Kind.CANCELED);
        assertThat(saga.state()).isEqualTo(new SagaState.Canceled("REGRETTED"));
    }

    @Test
    void aStepWithoutAnAnswerTimesOutAndIsUndoneItself() {
        TestSaga saga = TestSaga.sending().passes(Purchase.DEADLINE);

        Decision decision = saga.check();

        assertThat(said(decision)).containsExactly("RECALL");
        assertThat(saga.outcome("send")).isEqualTo(Outcome.UNKNOWN);
        assertThat(transition(decision).kind()).isEqualTo(Kind.STEP_TIMED_OUT);
        assertThat(transition(decision).detail()).isEqualTo("step send timed out after PT20S");
    }

    /** Each interval is spread by up to a fifth, which the command's id decides. */
    @Test
    void anUnansweredCommandIsSentAgainAfterLongerAndLongerIntervals() {
        TestSaga saga = TestSaga.refunding();
        Duration interval = Purchase.RESEND;

        for (int attempt = 2; attempt <= 4; attempt++) {
            Instant due = saga.instance().dueAt().orElseThrow();
            assertSpread(due, saga.now(), interval);
            Duration rest = Duration.between(saga.now(), due);
            assertThat(saga.passes(rest.minusMillis(1)).check())
                    .isEqualTo(new Decision.Ignored(Decision.Reason.NOTHING_DUE));
            Decision decision = saga.passes(Duration.ofMillis(1)).check();

            interval = interval.multipliedBy(2);
            assertThat(said(decision)).containsExactly("REFUND");
            assertThat(transition(decision).kind()).isEqualTo(Kind.COMMAND_RESENT);
            assertThat(saga.outstanding().attempt()).isEqualTo(attempt);
        }
    }

    @Test
    void aCheckThatIsDueByTheDeadlineComesNoLater() {
        TestSaga saga = TestSaga.paying();
        saga.passesUntilDue().check();
        saga.passesUntilDue().check();

        // The third resend would be due 21 s after the start at the earliest.
        assertThat(saga.instance().dueAt()).contains(TestSaga.BEGINNING.plus(Purchase.DEADLINE));
    }

    @Test
    void aTechnicalFailureSaysNothingNowAndIsTriedAgainLater() {
        TestSaga saga = TestSaga.paying();

        Decision failed = saga.passes(Duration.ofSeconds(1)).fail();

        assertThat(said(failed)).isEmpty();
        assertThat(transition(failed).kind()).isEqualTo(Kind.STEP_FAILED);
        assertThat(transition(failed).detail()).isEqualTo("no connection");
        assertSpread(saga.instance().dueAt().orElseThrow(), saga.now(), Purchase.RESEND);
        assertThat(said(saga.passesUntilDue().check())).containsExactly("PAY");
    }

    @Test
    void anOperatorSendsTheOutstandingCommandNow() {
        TestSaga saga = TestSaga.refunding();

        Decision decision = saga.retry();

        assertThat(said(decision)).containsExactly("REFUND");
        assertThat(transition(decision).kind()).isEqualTo(Kind.RETRIED);
        assertThat(transition(decision).detail()).isEqualTo("ann: the bank is back");
    }

    @Test
    void eachTransitionHasTheNextRevision() {
        TestSaga saga = TestSaga.unborn();

        assertThat(transition(saga.start()).revision()).isEqualTo(1);
        assertThat(transition(saga.reply(Purchase.PAID, done())).revision()).isEqualTo(2);
        assertThat(transition(saga.cancel()).revision()).isEqualTo(3);
        assertThat(saga.instance().revision()).isEqualTo(3);
    }
}
