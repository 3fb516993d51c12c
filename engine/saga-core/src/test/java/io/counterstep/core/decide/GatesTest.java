package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.transition;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.message.Body;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Gates hold back what would go through them. */
class GatesTest {

    private static final String BANK = Moment.participant("bank");
    private static final String POST = Moment.participant("post");
    private static final String PURCHASE = Moment.definition("purchase");

    private static TestSaga held(String... gates) {
        TestSaga saga = TestSaga.paying().closes(gates);
        saga.reply(Purchase.PAID, done());
        return saga;
    }

    @Test
    void aCommandThroughAClosedGateIsHeldAndWasNeverSent() {
        TestSaga saga = held(POST);

        assertThat(saga.outstanding().attempt()).isZero();
        assertThat(saga.outstanding().deadline()).isNull();
        assertThat(saga.instance().heldBy()).contains(POST);
        assertThat(saga.state()).isInstanceOf(SagaState.Running.class);
    }

    @Test
    void aGateOfAnotherParticipantHoldsNothing() {
        assertThat(held(BANK, Moment.definition("another")).outstanding().attempt())
                .isEqualTo(1);
    }

    @Test
    void aGateOfTheDefinitionHoldsEverything() {
        assertThat(held(PURCHASE).instance().heldBy()).contains(PURCHASE);
    }

    @Test
    void aSagaMayStartBehindAClosedGate() {
        TestSaga saga = TestSaga.unborn().closes(PURCHASE);

        assertThat(said(saga.start())).isEmpty();
        assertThat(said(saga.closes().release())).containsExactly("PAY");
        assertThat(saga.outstanding().deadline()).isEqualTo(saga.now().plus(Purchase.DEADLINE));
    }

    @Test
    void whatIsReleasedGoesOutForTheFirstTimeWithItsWholeTime() {
        TestSaga saga = held(POST);

        Decision decision = saga.passes(Duration.ofDays(3)).closes().release();

        assertThat(said(decision)).containsExactly("SEND");
        assertThat(transition(decision).kind()).isEqualTo(Kind.RELEASED);
        assertThat(saga.outstanding().attempt()).isEqualTo(1);
        assertThat(saga.outstanding().deadline()).isEqualTo(saga.now().plus(Purchase.DEADLINE));
        assertThat(saga.instance().heldBy()).isEmpty();
        assertThat(saga.release()).isEqualTo(new Ignored(Reason.NOTHING_DUE));
    }

    @Test
    void whatIsLateBehindAClosedGateIsHeldAndNotTimedOut() {
        TestSaga saga = TestSaga.paying().passes(Purchase.DEADLINE).closes(BANK);

        Decision decision = saga.check();

        assertThat(said(decision)).isEmpty();
        assertThat(transition(decision).kind()).isEqualTo(Kind.HELD);
        assertThat(saga.state()).isInstanceOf(SagaState.Running.class);
        assertThat(said(saga.closes().release())).containsExactly("PAY");
    }

    @Test
    void aReleaseWhileTheGateIsClosedReleasesNothing() {
        TestSaga saga = held(POST);

        assertThat(saga.release()).isEqualTo(new Ignored(Reason.NOTHING_DUE));
    }

    /** Who opens the second gate looks for what that gate holds. */
    @Test
    void whatTwoGatesHoldIsHeldByTheSecondOnceTheFirstOpens() {
        TestSaga saga = held(POST, PURCHASE);
        assertThat(saga.instance().heldBy()).contains(PURCHASE);

        Decision first = saga.closes(POST).release();

        assertThat(said(first)).isEmpty();
        assertThat(transition(first).kind()).isEqualTo(Kind.HELD);
        assertThat(saga.instance().heldBy()).contains(POST);
        assertThat(said(saga.closes().release())).containsExactly("SEND");
    }

    /** Nobody may ever say that the gate opened: who should have may have died. */
    @Test
    void aHeldCommandGoesAtItsNextCheckIfTheGateHasOpened() {
        TestSaga saga = held(POST);
        assertThat(saga.instance().dueAt().orElseThrow()).isAfter(saga.now());

        Decision decision = saga.passesUntilDue().closes().check();

        assertThat(said(decision)).containsExactly("SEND");
        assertThat(transition(decision).kind()).isEqualTo(Kind.RELEASED);
        assertThat(saga.outstanding().deadline()).isEqualTo(saga.now().plus(Purchase.DEADLINE));
    }

    @Test
    void aHeldCommandStaysWithoutALineAtACheckIfTheGateIsStillClosed() {
        TestSaga saga = held(POST);
        int revision = saga.instance().revision();

        for (int i = 0; i < 100; i++) {
            assertThat(said(saga.passesUntilDue().check())).isEmpty();
        }

        assertThat(saga.instance().revision()).isEqualTo(revision);
        assertThat(saga.outstanding().attempt()).isZero();
        assertThat(saga.state()).isInstanceOf(SagaState.Running.class);
    }

    @Test
    void aGateThatClosesBehindACommandHoldsItsResending() {
        TestSaga saga = TestSaga.sending().closes(POST);

        Decision decision = saga.passesUntilDue().check();

        assertThat(said(decision)).isEmpty();
        assertThat(transition(decision).kind()).isEqualTo(Kind.HELD);
        assertThat(saga.outstanding().attempt()).isEqualTo(1);
        assertThat(saga.outstanding().deadline()).isNull();
        assertThat(said(saga.closes().release())).containsExactly("SEND");
    }

    @Test
    void aGateThatClosesBehindACommandHoldsItsRepetition() {
        TestSaga saga = TestSaga.paying();
        Input paid = new Input.Reply("PAID", Body.of(done()), saga.outstanding().command(), "bank-events-0@77");
        saga.hear(paid);
        saga.closes(POST);

        assertThat(saga.hear(paid)).isEqualTo(new Ignored(Reason.STALE_REPLY));
    }

    @Test
    void aHeldCommandThatFailsLateIsNotSentForThat() {
        TestSaga saga = TestSaga.sending().closes(POST);
        saga.passesUntilDue().check();
        var due = saga.instance().dueAt();

        saga.passes(Duration.ofSeconds(1)).fail();

        assertThat(saga.outstanding().failures()).isEqualTo(1);
        assertThat(saga.instance().dueAt()).isEqualTo(due);
    }

    @Test
    void theAnswerToACommandThatIsHeldAfterItWasSentCounts() {
        TestSaga saga = TestSaga.sending().closes(POST);
        saga.passesUntilDue().check();

        assertThat(said(saga.reply(Purchase.SENT, done()))).containsExactly("CLOSE");
    }

    @Test
    void nothingAnswersACommandThatWasNeverSentButAnOperator() {
        TestSaga saga = held(POST);

        assertThat(saga.event(Purchase.SENT, done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(saga.reply(Purchase.SENT, done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(said(saga.resolve("send", Purchase.SENT, done()))).containsExactly("CLOSE");
    }

    @Test
    void aStepThatIsHeldBeforeItWasSentIsNotUndone() {
        TestSaga saga = held(POST);

        assertThat(said(saga.cancel())).containsExactly("REFUND");
        assertThat(saga.outcome("send")).isEqualTo(Outcome.ABANDONED);
    }

    @Test
    void aCompensationIsHeldToo() {
        TestSaga saga = TestSaga.paying().closes(BANK);

        assertThat(said(saga.cancel())).isEmpty();
        assertThat(saga.outstanding().heldBy()).isEqualTo(BANK);
        assertThat(said(saga.closes().release())).containsExactly("REFUND");
    }

    @Test
    void aGroupGoesWhereItCanAndJoinsWhenTheRestIsReleased() {
        TestSaga saga = TestSaga.of(Trip.ended(Trip.together(Trip.begun()))).closes(Moment.participant("hotel"));

        assertThat(said(saga.start())).containsExactly("FLIGHT");
        Trip.FLIGHT.succeedsIn(saga);
        assertThat(said(saga.closes().release())).containsExactly("HOTEL");
        assertThat(said(Trip.HOTEL.succeedsIn(saga))).containsExactly("CLOSE");
    }

    @Test
    void aReleaseDuringAPauseLeavesTheCommandToTheResume() {
        TestSaga saga = held(POST);
        saga.pause();

        assertThat(said(saga.closes().release())).isEmpty();
        assertThat(saga.instance().heldBy()).isEmpty();
        assertThat(said(saga.resume())).containsExactly("SEND");
    }

    @Test
    void aResumeBehindAClosedGateHolds() {
        TestSaga saga = TestSaga.sending();
        saga.pause();

        assertThat(said(saga.closes(POST).resume())).isEmpty();
        assertThat(saga.instance().heldBy()).contains(POST);
        assertThat(said(saga.closes().release())).containsExactly("SEND");
    }

    @Test
    void aRetryBehindAClosedGateHoldsAndKeepsWhatIsWrong() {
        TestSaga saga = TestSaga.stuck(TestSaga.refunding()).closes(BANK);

        assertThat(said(saga.retry())).isEmpty();
        assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        assertThat(saga.instance().heldBy()).contains(BANK);
        assertThat(said(saga.closes().release())).containsExactly("REFUND");
        assertThat(saga.state()).isInstanceOf(SagaState.Compensating.class);
    }

    @Test
    void whatIsStuckAndHeldGoesAfterAPauseOnceTheGateHasOpened() {
        TestSaga saga = TestSaga.stuck(TestSaga.refunding()).closes(BANK);
        saga.retry();
        saga.pause();
        saga.closes().release();

        assertThat(said(saga.resume())).containsExactly("REFUND");
    }
}
