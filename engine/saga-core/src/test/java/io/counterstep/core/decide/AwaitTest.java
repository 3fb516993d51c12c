package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.transition;
import static io.counterstep.core.decide.Trip.APPROVED;
import static io.counterstep.core.decide.Trip.CAR;
import static io.counterstep.core.decide.Trip.FLIGHT;
import static io.counterstep.core.decide.Trip.HOTEL;
import static io.counterstep.core.decide.Trip.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.Saga;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Steps that wait for an event. */
class AwaitTest {

    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private static Saga.StepNamed<Purchase.Ordered, Saga.StepDone<Purchase.Ordered>> approval() {
        return FLIGHT.compensatable(Trip.begun().step("flight")).step("approval");
    }

    private static TestSaga flying() {
        return Trip.started(HOTEL.compensatable(
                approval().await(APPROVED, REJECTED, TWO_DAYS).step("hotel")));
    }

    private static TestSaga awaiting() {
        TestSaga saga = flying();
        FLIGHT.succeedsIn(saga);
        return saga;
    }

    private static Decision approve(TestSaga saga) {
        return saga.event(APPROVED.type(), done());
    }

    private static Decision reject(TestSaga saga) {
        return saga.event(REJECTED.type(), new Purchase.Refused("too dear"));
    }

    @Test
    void theStepSaysNothingAndWaitsForDays() {
        TestSaga saga = flying();

        assertThat(said(FLIGHT.succeedsIn(saga))).isEmpty();
        assertThat(saga.outstanding("approval").attempt()).isZero();
        assertThat(saga.instance().dueAt()).contains(saga.now().plus(TWO_DAYS));
    }

    @Test
    void theEventLetsTheSagaGoOn() {
        TestSaga saga = awaiting();

        assertThat(said(approve(saga.passes(Duration.ofDays(1))))).containsExactly("HOTEL");
        assertThat(saga.outcome("approval")).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void theOtherEventTurnsItBack() {
        TestSaga saga = awaiting();

        Decision decision = reject(saga);

        assertThat(said(decision)).containsExactly("FLIGHT_UNDO");
        assertThat(transition(decision).kind()).isEqualTo(Kind.STEP_REFUSED);
        assertThat(transition(decision).detail()).isEqualTo("REJECTED: too dear");
    }

    @Test
    void theDeadlineTurnsItBackWithNothingToUndoOfItsOwn() {
        TestSaga saga = awaiting();

        assertThat(said(saga.passesUntilDue().check())).containsExactly("FLIGHT_UNDO");
        assertThat(saga.outcome("approval")).isEqualTo(Outcome.ABANDONED);
        assertThat(approve(saga)).isEqualTo(new Ignored(Reason.STALE_REPLY));
    }

    @Test
    void anEventThatComesEarlyIsKept() {
        TestSaga saga = flying();

        Decision early = approve(saga);

        assertThat(transition(early).kind()).isEqualTo(Kind.EVENT_RECEIVED);
        assertThat(transition(early).step()).isEqualTo("approval");
        assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("HOTEL");
    }

    @Test
    void aRefusalThatComesEarlyIsKeptToo() {
        TestSaga saga = flying();
        reject(saga);

        assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("FLIGHT_UNDO");
        assertThat(saga.outcome("approval")).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void theFirstEventCountsWhetherItCameEarlyOrNot() {
        TestSaga early = flying();
        approve(early);
        assertThat(reject(early)).isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(said(FLIGHT.succeedsIn(early))).containsExactly("HOTEL");

        TestSaga inTime = awaiting();
        approve(inTime);
        assertThat(reject(inTime)).isEqualTo(new Ignored(Reason.STALE_REPLY));
    }

    @Test
    void theSameEventIsKeptOnce() {
        TestSaga saga = flying();
        approve(saga);

        assertThat(approve(saga)).isEqualTo(new Ignored(Reason.STALE_REPLY));
    }

    @Test
    void anEarlyEventDoesNotKeepTheSagaFromBeingCanceled() {
        TestSaga saga = flying();
        approve(saga);

        assertThat(said(saga.cancel())).containsExactly("FLIGHT_UNDO");
        assertThat(approve(saga)).isEqualTo(new Ignored(Reason.STALE_REPLY));
        FLIGHT.isUndoneIn(saga);
        assertThat(saga.waiting()).containsExactly("cancel");
    }

    @Test
    void anEventForAStepThatWasSkippedIsNotKept() {
        TestSaga saga = Trip.started(HOTEL.compensatable(
                approval().when(data -> false).await(APPROVED, TWO_DAYS).step("hotel")));
        FLIGHT.succeedsIn(saga);

        assertThat(approve(saga)).isEqualTo(new Ignored(Reason.STALE_REPLY));
    }

    @Test
    void anEarlyRefusalWithinAGroupUndoesNothingThatWasNotSaidYet() {
        TestSaga saga = Trip.started(FLIGHT.compensatable(Trip.begun().step("flight"))
                .together(group -> HOTEL.compensatable(group.step("hotel"))
                        .step("approval")
                        .await(APPROVED, REJECTED, TWO_DAYS)));
        reject(saga);

        assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("FLIGHT_UNDO");
        assertThat(saga.outcome("hotel")).isEqualTo(Outcome.ABANDONED);
    }

    @Test
    void anOptionalWaitIsGoneWithoutWhenItsTimeIsOver() {
        TestSaga saga = Trip.started(HOTEL.compensatable(
                approval().await(APPROVED, TWO_DAYS).optional().step("hotel")));
        FLIGHT.succeedsIn(saga);

        assertThat(said(saga.passesUntilDue().check())).containsExactly("HOTEL");
    }

    @Test
    void anOptionalWaitIsGoneWithoutWhenItsRefusalCameEarly() {
        TestSaga saga = Trip.started(HOTEL.compensatable(
                approval().await(APPROVED, REJECTED, TWO_DAYS).optional().step("hotel")));
        reject(saga);

        assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("HOTEL");
        assertThat(saga.outcome("approval")).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aPauseTakesTheEventAndAResumeGivesTheWholeTimeAnew() {
        TestSaga saga = awaiting();
        saga.passes(Duration.ofDays(1)).pause();
        saga.passes(Duration.ofDays(10)).resume();

        assertThat(saga.instance().dueAt()).contains(saga.now().plus(TWO_DAYS));

        saga.pause();
        assertThat(said(approve(saga))).isEmpty();
        assertThat(said(saga.resume())).containsExactly("HOTEL");
    }

    @Test
    void thereIsNothingToRetryWhereNothingIsSaid() {
        assertThat(awaiting().retry()).isEqualTo(new Ignored(Reason.NOTHING_DUE));
    }

    @Test
    void anOperatorMayGiveTheEvent() {
        TestSaga saga = awaiting();

        assertThat(said(saga.resolve("approval", APPROVED.type(), done()))).containsExactly("HOTEL");
    }

    @Test
    void aGroupMayWaitAndActAtOnce() {
        TestSaga saga = Trip.started(CAR.compensatable(Trip.begun()
                .together(group -> HOTEL.compensatable(group.step("hotel"))
                        .step("approval")
                        .await(APPROVED, REJECTED, TWO_DAYS))
                .step("car")));

        assertThat(said(approve(saga))).isEmpty();
        assertThat(said(HOTEL.succeedsIn(saga))).containsExactly("CAR");
    }
}
