package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.told;
import static io.counterstep.core.decide.TestSaga.transition;
import static io.counterstep.core.decide.TestSaga.undone;
import static io.counterstep.core.definition.Version.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What each guarantee asks of the pure core. G3 and G8 are the services' and the messaging layer's. */
class GuaranteesTest {

    @Nested
    @Tag("G1")
    class G1EverySagaEnds {

        @Test
        void everySagaThatWaitsForAnAnswerHasANextCheck() {
            assertThat(List.of(
                            TestSaga.paying(),
                            TestSaga.sending(),
                            TestSaga.completing(),
                            TestSaga.recalling(),
                            TestSaga.refunding(),
                            TestSaga.canceling()))
                    .allSatisfy(saga -> assertThat(saga.instance().dueAt())
                            .get()
                            .satisfies(due -> assertThat(due).isAfter(saga.now())));
        }

        @Test
        void aRedeliveredRecordRepeatsWhatItCaused() {
            TestSaga saga = TestSaga.paying();
            Input.Reply paid =
                    new Input.Reply("PAID", Body.of(done()), saga.command("pay", Action.INVOKE), "bank-events-0@77");
            Decision first = saga.hear(paid);

            Decision again = saga.hear(paid);

            assertThat(again).isInstanceOf(Decision.Repeated.class);
            assertThat(said(again)).isEqualTo(said(first)).containsExactly("SEND");
            assertThat(saga.instance().revision()).isEqualTo(2);
        }

        @Test
        void aRedeliveredStartAndARedeliveredWishRepeatWhatTheyCaused() {
            TestSaga saga = TestSaga.unborn();
            Input start = new Input.Start(TestSaga.KEY, Body.of(new Purchase.Ordered("book")), "shop-events-0@1");
            Input wish = new Input.CancelRequest("REGRETTED", "shop-events-0@2");
            saga.hear(start);

            assertThat(said(saga.hear(start))).containsExactly("PAY");
            saga.hear(wish);
            assertThat(said(saga.hear(wish))).containsExactly("REFUND");
        }

        @Test
        void aRecordThatCausedAnEarlierCommandRepeatsNothing() {
            TestSaga saga = TestSaga.unborn();
            Input start = new Input.Start(TestSaga.KEY, Body.of(new Purchase.Ordered("book")), "shop-events-0@1");
            saga.hear(start);
            saga.reply(Purchase.PAID, done());

            assertThat(saga.hear(start)).isEqualTo(new Ignored(Reason.DUPLICATE_START));
        }

        @Test
        void resendingKeepsTheCauseSoThatARedeliveryStillRepeats() {
            TestSaga saga = TestSaga.paying();
            String cause = saga.outstanding().causedBy();
            saga.passes(Purchase.RESEND).check();
            saga.fail();

            assertThat(saga.outstanding().causedBy()).isEqualTo(cause);
        }
    }

    @Nested
    @Tag("G2")
    class G2AStepIsUndoneIfItTookEffectAndTheSagaDidNotComplete {

        @Test
        void aRefusedStepIsNotUndone() {
            TestSaga saga = TestSaga.sending();

            assertThat(said(saga.reply(Purchase.SEND_REFUSED, new Purchase.Refused("no such address"))))
                    .containsExactly("REFUND");
        }

        @Test
        void aResentCommandIsTheSameCommand() {
            TestSaga saga = TestSaga.paying();
            CommandId first = saga.outstanding().command();

            saga.passes(Purchase.RESEND).check();

            assertThat(saga.outstanding().command()).isEqualTo(first);
        }

        @Test
        void theCustomersWishUndoesTheStepThatIsStillUnanswered() {
            assertThat(said(TestSaga.paying().cancel())).containsExactly("REFUND");
            assertThat(said(TestSaga.sending().cancel())).containsExactly("RECALL");
        }

        @Test
        void theCustomersWishIsTooLateOnceEveryStepIsDoneOrTheSagaTurnedBack() {
            assertThat(List.of(
                            TestSaga.completing(),
                            TestSaga.completed(),
                            TestSaga.recalling(),
                            TestSaga.refunding(),
                            TestSaga.canceling(),
                            TestSaga.canceled(),
                            TestSaga.stuck(TestSaga.refunding())))
                    .allSatisfy(saga -> assertThat(saga.cancel()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE)));
        }

        @Test
        void theWishToCancelWhatDoesNotExistStartsNothing() {
            assertThat(TestSaga.unborn().cancel()).isEqualTo(new Ignored(Reason.UNKNOWN_SAGA));
        }
    }

    @Nested
    @Tag("G4")
    class G4CanceledIsSaidAfterEveryCompensation {

        @Test
        void theCancellationFollowsTheLastConfirmation() {
            TestSaga saga = TestSaga.recalling();

            assertThat(said(saga.reply(Purchase.RECALLED, undone()))).containsExactly("REFUND");
            assertThat(said(saga.reply(Purchase.REFUNDED, undone()))).containsExactly("DROP");
        }

        @Test
        void aCompensationIsInsistedOnHoweverLongItTakes() {
            TestSaga saga = TestSaga.refunding();

            for (int day = 0; day < 100; day++) {
                assertThat(said(saga.passes(Duration.ofDays(1)).check())).containsExactly("REFUND");
            }
            assertThat(saga.state()).isInstanceOf(SagaState.Compensating.class);
        }
    }

    @Nested
    @Tag("G5")
    class G5AStepThatTimedOutIsUnknown {

        private final TestSaga timedOut = timedOut();

        private static TestSaga timedOut() {
            TestSaga saga = TestSaga.sending().passes(Purchase.DEADLINE);
            saga.check();
            return saga;
        }

        @Test
        void itIsCompensatedItself() {
            assertThat(timedOut.outstanding().command()).isEqualTo(timedOut.command("send", Action.COMPENSATE));
        }

        @Test
        void itsLateReplyChangesNothing() {
            SagaInstance before = timedOut.instance();
            CommandId asked = timedOut.command("send", Action.INVOKE);

            assertThat(timedOut.replyTo(asked, Purchase.SENT, done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
            assertThat(timedOut.replyTo(asked, Purchase.SEND_REFUSED, new Purchase.Refused(null)))
                    .isEqualTo(new Ignored(Reason.STALE_REPLY));
            assertThat(timedOut.replyTo(null, Purchase.SENT, done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
            assertThat(timedOut.failureOf(asked)).isEqualTo(new Ignored(Reason.STALE_REPLY));
            assertThat(timedOut.instance()).isSameAs(before);
        }

        @Test
        void aReplyThatComesBeforeTheCheckStillCounts() {
            TestSaga saga = TestSaga.sending().passes(Purchase.DEADLINE.multipliedBy(2));

            assertThat(said(saga.reply(Purchase.SENT, done()))).containsExactly("CLOSE");
        }

        @Test
        void theDeadlineCountsFromTheFirstSendingWhateverFailsAndIsSentAgain() {
            TestSaga saga = TestSaga.paying();
            saga.passes(Purchase.RESEND).check();
            saga.fail();

            assertThat(saga.outstanding().deadline()).isEqualTo(TestSaga.BEGINNING.plus(Purchase.DEADLINE));
        }
    }

    /** The tombstone itself is the participant's; the core must not be confused by the late request's refusal. */
    @Nested
    @Tag("G6")
    class G6ALateRequestIsRefused {

        @Test
        void itsTechnicalFailureDoesNotCountAgainstTheCompensation() {
            TestSaga saga = TestSaga.refunding();

            assertThat(saga.failureOf(saga.command("pay", Action.INVOKE))).isEqualTo(new Ignored(Reason.STALE_REPLY));
            assertThat(saga.outstanding().failures()).isZero();
        }
    }

    @Nested
    @Tag("G7")
    class G7WhatDoesNotFitIsIgnored {

        @Test
        void aDuplicateOfTheRecordThatCausedTheCommandRepeatsNothing() {
            TestSaga saga = TestSaga.sending();

            assertThat(saga.replyTo(saga.command("pay", Action.INVOKE), Purchase.PAID, done()))
                    .isEqualTo(new Ignored(Reason.STALE_REPLY));
            assertThat(saga.start()).isEqualTo(new Ignored(Reason.DUPLICATE_START));
        }

        @Test
        void aReplyToAnotherCommandIsStaleThoughItsTypeFits() {
            TestSaga saga = TestSaga.of(Purchase.twoPayments());
            saga.start();
            CommandId deposit = saga.outstanding().command();
            saga.reply(Purchase.PAID, done());

            assertThat(saga.replyTo(deposit, Purchase.PAID, done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
            assertThat(saga.outstanding().command().step()).isEqualTo("balance");
        }

        @Test
        void aReplyWhoseTypeDoesNotFitIsStaleThoughItNamesTheCommand() {
            TestSaga saga = TestSaga.paying();

            assertThat(saga.reply(Purchase.SENT, done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
        }

        @Test
        void aForeignReplyIsMatchedByItsTypeAlone() {
            TestSaga saga = TestSaga.paying();

            assertThat(said(saga.replyTo(null, Purchase.PAID, done()))).containsExactly("SEND");
        }

        @Test
        void aReplyToASagaThatDoesNotExistIsIgnored() {
            TestSaga unborn = TestSaga.unborn();

            assertThat(unborn.replyTo(null, Purchase.PAID, done())).isEqualTo(new Ignored(Reason.UNKNOWN_SAGA));
            assertThat(unborn.check()).isEqualTo(new Ignored(Reason.UNKNOWN_SAGA));
        }

        @Test
        void aFailureOfOneSendingCountsOnceHoweverOftenItIsTold() {
            TestSaga saga = TestSaga.refunding();

            saga.fail();

            assertThat(saga.fail()).isEqualTo(new Ignored(Reason.STALE_REPLY));
            assertThat(saga.outstanding().failures()).isEqualTo(1);
        }

        @Test
        void aSagaThatIsOverStaysAsItIs() {
            for (TestSaga saga : List.of(TestSaga.completed(), TestSaga.canceled())) {
                SagaInstance before = saga.instance();

                assertThat(saga.start()).isEqualTo(new Ignored(Reason.DUPLICATE_START));
                assertThat(saga.replyTo(null, Purchase.CLOSED, told())).isEqualTo(new Ignored(Reason.STALE_REPLY));
                assertThat(saga.check()).isEqualTo(new Ignored(Reason.SAGA_OVER));
                assertThat(saga.retry()).isEqualTo(new Ignored(Reason.SAGA_OVER));
                assertThat(saga.instance()).isSameAs(before);
            }
        }
    }

    @Nested
    @Tag("G9")
    class G9WhatMustBeDoneIsNeverGivenUpSilently {

        @Test
        void aCompensationThatKeepsFailingNeedsAttention() {
            TestSaga saga = TestSaga.refunding();
            for (int i = 1; i < Decider.MAX_FAILURES; i++) {
                assertThat(transition(saga.fail()).kind()).isEqualTo(Transition.Kind.STEP_FAILED);
                saga.passes(Duration.ofMinutes(2)).check();
            }

            Decision last = saga.fail();

            assertThat(transition(last).kind()).isEqualTo(Transition.Kind.ATTENTION_NEEDED);
            assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
            assertThat(saga.instance().dueAt()).isEmpty();
            assertThat(saga.passes(Duration.ofDays(1)).check()).isEqualTo(new Ignored(Reason.NOTHING_DUE));
        }

        @Test
        void anEndingThatKeepsFailingNeedsAttentionToo() {
            assertThat(TestSaga.stuck(TestSaga.completing()).state().status()).isEqualTo(Status.NEEDS_ATTENTION);
            assertThat(TestSaga.stuck(TestSaga.canceling()).state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        }

        @Test
        void aStepThatKeepsFailingTimesOutInstead() {
            TestSaga saga = TestSaga.paying();

            TestSaga.stuck(saga);

            assertThat(saga.state()).isNotInstanceOf(SagaState.Running.class);
            assertThat(saga.outstanding().command().action()).isEqualTo(Action.COMPENSATE);
        }

        @Test
        void anOperatorsRetryPutsItBackAndForgetsTheFailures() {
            TestSaga saga = TestSaga.stuck(TestSaga.refunding());

            assertThat(said(saga.retry())).containsExactly("REFUND");
            assertThat(saga.state()).isInstanceOf(SagaState.Compensating.class);
            assertThat(saga.outstanding().failures()).isZero();
            assertThat(saga.instance().dueAt()).contains(saga.now().plus(Purchase.RESEND));
        }

        @Test
        void aLateConfirmationStillCounts() {
            TestSaga saga = TestSaga.stuck(TestSaga.refunding());

            assertThat(said(saga.reply(Purchase.REFUNDED, undone()))).containsExactly("DROP");
            assertThat(saga.state()).isInstanceOf(SagaState.Canceling.class);
        }
    }

    @Nested
    @Tag("G10")
    class G10ASagaKeepsItsVersion {

        @Test
        void theVersionItStartedWithStaysWithItToTheEnd() {
            TestSaga saga = TestSaga.of(Purchase.definition(version(7)));
            saga.start();
            saga.reply(Purchase.PAID, done());
            saga.cancel();
            saga.reply(Purchase.RECALLED, undone());
            saga.reply(Purchase.REFUNDED, undone());
            saga.reply(Purchase.DROPPED, told());

            assertThat(saga.instance().version()).isEqualTo(7);
            assertThat(saga.state().status()).isEqualTo(Status.CANCELED);
        }

        @Test
        void noOtherVersionDecidesForIt() {
            SagaInstance saga = TestSaga.paying().instance();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Decider.decide(
                            Purchase.definition(version(2)), saga, new Input.Check(), TestSaga.BEGINNING))
                    .withMessage(
                            "saga purchase:p-1 started with version 1 of purchase,"
                                    + " but version 2 of purchase was asked to decide: look the definition up by the saga's version");
        }

        @Test
        void noOtherDefinitionDecidesForIt() {
            SagaInstance saga = TestSaga.paying().instance();

            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> Decider.decide(Purchase.twoPayments(), saga, new Input.Check(), TestSaga.BEGINNING));
        }
    }
}
