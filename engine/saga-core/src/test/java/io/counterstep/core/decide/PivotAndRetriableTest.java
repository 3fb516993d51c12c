package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.Trip.FLIGHT;
import static io.counterstep.core.decide.Trip.MAIL;
import static io.counterstep.core.decide.Trip.PAYMENT;
import static io.counterstep.core.decide.Trip.TICKETS;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.definition.Saga;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where there is no way back, and what is beyond. */
class PivotAndRetriableTest {

    private static Saga.StepDone<Purchase.Ordered> flight() {
        return FLIGHT.compensatable(Trip.begun().step("flight"));
    }

    private static TestSaga paying() {
        TestSaga saga = Trip.started(
                TICKETS.retriable(PAYMENT.pivot(flight().step("payment")).step("tickets")));
        FLIGHT.succeedsIn(saga);
        return saga;
    }

    private static TestSaga ticketing() {
        TestSaga saga = paying();
        PAYMENT.succeedsIn(saga);
        return saga;
    }

    /** A pivot whose compensation serves while it is unknown whether it took effect. */
    private static TestSaga payingRevocably() {
        TestSaga saga = Trip.started(TICKETS.retriable(
                PAYMENT.compensatable(flight().step("payment")).pivot().step("tickets")));
        FLIGHT.succeedsIn(saga);
        return saga;
    }

    @Test
    void aRefusedPivotTurnsTheSagaBack() {
        assertThat(said(PAYMENT.isRefusedIn(paying()))).containsExactly("FLIGHT_UNDO");
    }

    @Test
    void aPivotThatNobodyCouldUndoIsAskedForWithoutEnd() {
        TestSaga saga = paying();

        assertThat(saga.outstanding().deadline()).isNull();
        for (int day = 0; day < 50; day++) {
            assertThat(said(saga.passes(Duration.ofDays(1)).check())).containsExactly("PAYMENT");
        }
        assertThat(said(PAYMENT.succeedsIn(saga))).containsExactly("TICKETS");
    }

    @Test
    void whileSuchAPivotIsOutstandingNobodyTurnsTheSagaBack() {
        TestSaga saga = paying();

        assertThat(saga.cancel()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE));
        assertThat(saga.compensate()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE));
    }

    @Test
    void behindThePivotNobodyTurnsTheSagaBack() {
        TestSaga saga = ticketing();

        assertThat(saga.cancel()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE));
        assertThat(saga.compensate()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE));
        assertThat(said(TICKETS.succeedsIn(saga))).containsExactly("CLOSE");
    }

    @Test
    void aPivotThatTimedOutIsUndoneIfItCanBe() {
        TestSaga saga = payingRevocably();

        assertThat(said(saga.passes(Duration.ofSeconds(30)).check())).containsExactly("PAYMENT_UNDO");
        assertThat(said(PAYMENT.isUndoneIn(saga))).containsExactly("FLIGHT_UNDO");
    }

    @Test
    void aPivotThatIsOutstandingIsUndoneAtTheCustomersWishIfItCanBe() {
        assertThat(said(payingRevocably().cancel())).containsExactly("PAYMENT_UNDO");
    }

    @Test
    void aPivotThatTookEffectIsNeverUndoneThoughItCouldBe() {
        TestSaga saga = payingRevocably();
        PAYMENT.succeedsIn(saga);

        assertThat(saga.cancel()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE));
        assertThat(saga.compensate()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE));
    }

    @Test
    void theLateSuccessOfAPivotThatWasGivenUpChangesNothing() {
        TestSaga saga = payingRevocably();
        var asked = saga.outstanding().command();
        saga.cancel();

        assertThat(saga.replyTo(asked, PAYMENT.done(), TestSaga.done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(saga.outcome("payment")).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aSkippedPivotLeavesTheWayBackOpenUntilARetriableStepBegins() {
        TestSaga saga = Trip.started(TICKETS.retriable(
                PAYMENT.pivot(flight().step("payment").when(data -> false)).step("tickets")));

        assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("TICKETS");
        assertThat(saga.cancel()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE));
    }

    @Test
    void aRetriableStepThatIsRefusedNeedsAPerson() {
        TestSaga saga = ticketing();

        TICKETS.isRefusedIn(saga);

        assertThat(saga.state())
                .isInstanceOfSatisfying(
                        SagaState.NeedsAttention.class,
                        it -> assertThat(it.why())
                                .isEqualTo("tickets: it was refused behind the pivot: TICKETS_REFUSED: no tickets"));
        assertThat(saga.instance().dueAt()).isEmpty();
        assertThat(said(saga.skip("tickets"))).containsExactly("CLOSE");
    }

    @Test
    void theSameRefusalOnceMoreIsStale() {
        TestSaga saga = ticketing();
        TICKETS.isRefusedIn(saga);

        assertThat(TICKETS.isRefusedIn(saga)).isEqualTo(new Ignored(Reason.STALE_REPLY));
    }

    @Test
    void aRefusalThatComesBackAfterARetryIsToldAgain() {
        TestSaga saga = ticketing();
        TICKETS.isRefusedIn(saga);

        assertThat(said(saga.retry())).containsExactly("TICKETS");
        TICKETS.isRefusedIn(saga);

        assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
    }

    @Test
    void retriableStepsOfAGroupAreDoneTogetherAndEachGoesItsWay() {
        TestSaga saga = Trip.started(PAYMENT.pivot(Trip.begun().step("payment"))
                .together(group ->
                        MAIL.retriable(TICKETS.retriable(group.step("tickets")).step("mail"))));

        assertThat(said(PAYMENT.succeedsIn(saga))).containsExactly("TICKETS", "MAIL");
        MAIL.isRefusedIn(saga);
        assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        TICKETS.succeedsIn(saga);
        assertThat(said(saga.skip("mail"))).containsExactly("CLOSE");
    }
}
