package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.transition;
import static io.counterstep.core.decide.TestSaga.undone;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What operators ask for. */
class OperationsTest {

    @Nested
    class Retry {

        @Test
        void givesTheStepItsWholeTimeAnew() {
            TestSaga saga = TestSaga.paying();
            saga.passes(Duration.ofSeconds(15)).retry();

            assertThat(saga.outstanding().deadline()).isEqualTo(saga.now().plus(Purchase.DEADLINE));
            TestSaga.assertSpread(saga.outstanding().resendAt(), saga.now(), Purchase.RESEND);
        }

        @Test
        void givesAllAttemptsAnew() {
            TestSaga saga = TestSaga.unanswered(TestSaga.refunding());
            saga.retry();

            for (int attempt = 2; attempt <= 30; attempt++) {
                assertThat(transition(saga.passesUntilDue().check()).kind()).isEqualTo(Kind.COMMAND_RESENT);
            }
            assertThat(transition(saga.passesUntilDue().check()).kind()).isEqualTo(Kind.ATTENTION_NEEDED);
        }

        @Test
        void doesNotForgetThatTheStepMayHaveTakenEffect() {
            TestSaga saga = TestSaga.paying();
            saga.retry();

            assertThat(said(saga.cancel())).containsExactly("REFUND");
        }

        @Test
        void saysNothingWhileTheSagaIsPaused() {
            TestSaga saga = TestSaga.paying();
            saga.pause();

            assertThat(saga.retry()).isEqualTo(new Ignored(Reason.PAUSED));
        }
    }

    @Nested
    class Compensate {

        @Test
        void turnsTheSagaBackFromWhereItStands() {
            TestSaga saga = TestSaga.sending();

            Decision decision = saga.compensate();

            assertThat(said(decision)).containsExactly("RECALL");
            assertThat(transition(decision).kind()).isEqualTo(Kind.COMPENSATION_REQUESTED);
            assertThat(saga.state())
                    .isInstanceOfSatisfying(
                            SagaState.Compensating.class,
                            it -> assertThat(it.reason()).isEqualTo("ann: the customer called"));
        }

        @Test
        void isTooLateOnceTheSagaTurnedBackOrIsComplete() {
            assertThat(TestSaga.refunding().compensate()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE));
            assertThat(TestSaga.completing().compensate()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE));
            assertThat(TestSaga.completed().compensate()).isEqualTo(new Ignored(Reason.SAGA_OVER));
        }

        @Test
        void waitsForTheEndOfAPause() {
            TestSaga saga = TestSaga.paying();
            saga.pause();

            assertThat(saga.compensate()).isEqualTo(new Ignored(Reason.PAUSED));
        }
    }

    @Nested
    class Resolve {

        @Test
        void takesTheReplyForTheAnswer() {
            TestSaga saga = TestSaga.paying();

            Decision decision = saga.resolve("pay", Purchase.PAID, done());

            assertThat(said(decision)).containsExactly("SEND");
            assertThat(transition(decision).kind()).isEqualTo(Kind.RESOLVED);
            assertThat(transition(decision).detail()).isEqualTo("ann: seen in the bank's books");
            assertThat(saga.outcome("pay")).isEqualTo(Outcome.SUCCEEDED);
        }

        @Test
        void takesARefusalTooAndUndoesTheStepInCaseItWasNone() {
            TestSaga saga = TestSaga.sending();

            assertThat(said(saga.resolve("send", Purchase.SEND_REFUSED, new Purchase.Refused("no"))))
                    .as("the post may have it still")
                    .containsExactly("RECALL");
            assertThat(saga.outcome("send")).isEqualTo(Outcome.UNKNOWN);
            assertThat(said(saga.reply(Purchase.RECALLED, undone()))).containsExactly("REFUND");
        }

        @Test
        void takesTheConfirmationOfACompensationOrOfAnEnding() {
            TestSaga saga = TestSaga.stuck(TestSaga.refunding());

            assertThat(said(saga.resolve("pay", Purchase.REFUNDED, undone()))).containsExactly("DROP");
            saga.resolve("cancel", Purchase.DROPPED, TestSaga.told());
            assertThat(saga.state().status()).isEqualTo(Status.CANCELED);
        }

        @Test
        void takesNothingElse() {
            TestSaga saga = TestSaga.paying();

            assertThat(saga.resolve("pay", Purchase.SENT, done())).isEqualTo(new Ignored(Reason.NO_SUCH_REPLY));
            assertThat(saga.resolve("pay", Purchase.REFUNDED, undone())).isEqualTo(new Ignored(Reason.NO_SUCH_REPLY));
            assertThat(saga.resolve("send", Purchase.SENT, done())).isEqualTo(new Ignored(Reason.NOT_WAITING));
            assertThat(saga.resolve("no-such-step", Purchase.SENT, done())).isEqualTo(new Ignored(Reason.NOT_WAITING));
        }

        @Test
        void isTakenWhileTheSagaIsPaused() {
            TestSaga saga = TestSaga.paying();
            saga.pause();

            assertThat(said(saga.resolve("pay", Purchase.PAID, done()))).isEmpty();
            assertThat(said(saga.resume())).containsExactly("SEND");
        }
    }

    @Nested
    class Skip {

        @Test
        void goesOnWithoutARetriableStepOnly() {
            TestSaga saga = Trip.started(Trip.TICKETS.retriable(
                    Trip.PAYMENT.pivot(Trip.begun().step("payment")).step("tickets")));

            assertThat(saga.skip("payment")).isEqualTo(new Ignored(Reason.NOT_RETRIABLE));
            assertThat(saga.skip("tickets")).isEqualTo(new Ignored(Reason.NOT_WAITING));
            Trip.PAYMENT.succeedsIn(saga);
            Decision decision = saga.skip("tickets");

            assertThat(said(decision)).containsExactly("CLOSE");
            assertThat(transition(decision).kind()).isEqualTo(Kind.SKIPPED);
            assertThat(saga.outcome("tickets")).isEqualTo(Outcome.SKIPPED);
        }

        @Test
        void doesNotGoOnWithoutACompensationOrAnEnding() {
            assertThat(TestSaga.refunding().skip("pay")).isEqualTo(new Ignored(Reason.NOT_RETRIABLE));
            assertThat(TestSaga.completing().skip("complete")).isEqualTo(new Ignored(Reason.NOT_RETRIABLE));
        }
    }

    @Nested
    class Pause {

        @Test
        void keepsTheSagaFromSayingAnything() {
            TestSaga saga = TestSaga.paying();

            Decision decision = saga.pause();

            assertThat(transition(decision).kind()).isEqualTo(Kind.PAUSED);
            assertThat(saga.instance().dueAt()).isEmpty();
            assertThat(saga.passes(Duration.ofDays(1)).check()).isEqualTo(new Ignored(Reason.NOTHING_DUE));
            assertThat(said(saga.reply(Purchase.PAID, done()))).isEmpty();
            assertThat(saga.outstanding().heldBy()).isEqualTo("saga");
            assertThat(saga.instance().heldBy()).isEmpty();
        }

        @Test
        void keepsARedeliveryFromRepeatingAnything() {
            TestSaga saga = TestSaga.unborn();
            Input start = new Input.Start(TestSaga.KEY, Body.of(new Purchase.Ordered("book")), "shop-events-0@1");
            saga.hear(start);
            saga.pause();

            assertThat(saga.hear(start)).isEqualTo(new Ignored(Reason.DUPLICATE_START));
            saga.resume();
            assertThat(said(saga.hear(start))).containsExactly("PAY");
        }

        @Test
        void takesTheWishToCancelAndSaysNothing() {
            TestSaga saga = TestSaga.paying();
            saga.pause();

            assertThat(said(saga.cancel())).isEmpty();
            assertThat(saga.state().status()).isEqualTo(Status.PAUSED);
            assertThat(said(saga.resume())).containsExactly("REFUND");
            assertThat(saga.state()).isInstanceOf(SagaState.Compensating.class);
        }

        @Test
        void letsTheLastAnswerEndTheSaga() {
            TestSaga saga = TestSaga.completing();
            saga.pause();

            saga.reply(Purchase.CLOSED, TestSaga.told());

            assertThat(saga.state()).isEqualTo(new SagaState.Completed());
        }

        @Test
        void countsTechnicalFailuresWithoutSettingACheck() {
            TestSaga saga = TestSaga.refunding();
            saga.pause();
            saga.fail();

            assertThat(saga.outstanding().failures()).isEqualTo(1);
            assertThat(saga.instance().dueAt()).isEmpty();
        }

        @Test
        void isMadeOnce() {
            TestSaga saga = TestSaga.paying();
            saga.pause();

            assertThat(saga.pause()).isEqualTo(new Ignored(Reason.PAUSED));
            assertThat(TestSaga.paying().resume()).isEqualTo(new Ignored(Reason.NOT_PAUSED));
        }
    }

    @Nested
    class Resume {

        @Test
        void saysWhatIsOutstandingOnceMoreWithItsTimesAnew() {
            TestSaga saga = TestSaga.paying();
            saga.pause();

            Decision decision = saga.passes(Duration.ofDays(1)).resume();

            assertThat(said(decision)).containsExactly("PAY");
            assertThat(transition(decision).kind()).isEqualTo(Kind.RESUMED);
            assertThat(saga.outstanding().deadline()).isEqualTo(saga.now().plus(Purchase.DEADLINE));
            assertThat(saga.outstanding().command()).isEqualTo(saga.command("pay", Action.INVOKE));
            assertThat(saga.state()).isInstanceOf(SagaState.Running.class);
        }

        @Test
        void leavesWhatNeedsAPersonToThePerson() {
            TestSaga saga = TestSaga.stuck(TestSaga.refunding());
            saga.pause();

            assertThat(said(saga.resume())).isEmpty();
            assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        }
    }
}
