package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.transition;
import static io.counterstep.core.decide.Trip.CAR;
import static io.counterstep.core.decide.Trip.FLIGHT;
import static io.counterstep.core.decide.Trip.HOTEL;
import static io.counterstep.core.decide.Trip.PAYMENT;
import static io.counterstep.core.decide.Trip.TICKETS;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.Resend;
import io.counterstep.core.definition.Saga;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Deadlines, intervals and attempts. */
class TimingTest {

    private static Saga.StepDone<Purchase.Ordered> flight() {
        return FLIGHT.compensatable(Trip.begun().step("flight"));
    }

    @Nested
    class AStep {

        @Test
        void isSentAgainAtTheIntervalsThatItWasGiven() {
            TestSaga saga = Trip.started(flight().resend(new Resend(Duration.ofSeconds(2), Duration.ofSeconds(4))));

            TestSaga.assertSpread(saga.outstanding().resendAt(), saga.now(), Duration.ofSeconds(2));
            saga.passesUntilDue().check();
            TestSaga.assertSpread(saga.outstanding().resendAt(), saga.now(), Duration.ofSeconds(4));
            saga.passesUntilDue().check();
            TestSaga.assertSpread(saga.outstanding().resendAt(), saga.now(), Duration.ofSeconds(4));
        }

        @Test
        void thatWasGivenAttemptsIsUnknownAfterThem() {
            TestSaga saga = Trip.started(flight().deadline(Duration.ofDays(1)).attempts(2));

            assertThat(said(saga.passesUntilDue().check())).containsExactly("FLIGHT");
            Decision decision = saga.passesUntilDue().check();

            assertThat(said(decision)).containsExactly("FLIGHT_UNDO");
            assertThat(transition(decision).kind()).isEqualTo(Kind.STEP_TIMED_OUT);
            assertThat(transition(decision).detail()).isEqualTo("step flight was not answered in 2 attempts");
        }

        @Test
        void isNeitherSentAgainNorLateWhileItsAnswerMayLieUnread() {
            TestSaga saga = Trip.started(flight().deadline(Duration.ofMinutes(1)));
            Instant resendAt = Objects.requireNonNull(saga.outstanding().resendAt());
            saga.passes(Duration.ofMinutes(5));

            assertThat(saga.wouldCheck(resendAt.minusNanos(1))).isInstanceOf(Decision.Ignored.class);
            assertThat(said(saga.wouldCheck(resendAt))).containsExactly("FLIGHT");
            Instant deadline = Objects.requireNonNull(saga.outstanding().deadline());
            assertThat(said(saga.wouldCheck(deadline.minusNanos(1)))).containsExactly("FLIGHT");
            assertThat(transition(saga.wouldCheck(deadline)).kind()).isEqualTo(Kind.STEP_TIMED_OUT);
        }

        /** The default bound is for what must be done; a deadline that was given is kept whole. */
        @Test
        void thatMayTakeAMonthIsNotGivenUpBefore() {
            for (Duration deadline : new Duration[] {Duration.ofDays(30), Duration.ofHours(2)}) {
                TestSaga saga = Trip.started(flight().deadline(deadline).resendAfter(Duration.ofSeconds(1)));
                while (saga.state() instanceof SagaState.Running) {
                    saga.passesUntilDue().check();
                }
                assertThat(saga.now()).isEqualTo(TestSaga.BEGINNING.plus(deadline));
            }
            TestSaga slow = Trip.started(flight().deadline(Duration.ofDays(30)));
            while (slow.state() instanceof SagaState.Running) {
                slow.passesUntilDue().check();
            }
            assertThat(slow.now()).isEqualTo(TestSaga.BEGINNING.plus(Duration.ofDays(30)));
        }

        /** However long its step may take: that an undoing is not confirmed is to be seen within the hour. */
        @Test
        void thatMayTakeAMonthIsUndoneAtTheUsualIntervals() {
            TestSaga saga = Trip.started(flight().deadline(Duration.ofDays(30)));
            saga.cancel();
            Instant turnedBack = saga.now();

            TestSaga.unanswered(saga);

            assertThat(saga.now()).isBefore(turnedBack.plus(Duration.ofHours(1)));
        }

        @Test
        void thatMustBeDoneNeedsAPersonAfterItsAttempts() {
            TestSaga saga =
                    Trip.started(TICKETS.retriable(Trip.begun().step("tickets")).attempts(3));

            assertThat(said(saga.passesUntilDue().check())).containsExactly("TICKETS");
            assertThat(said(saga.passesUntilDue().check())).containsExactly("TICKETS");
            assertThat(transition(saga.passesUntilDue().check()).kind()).isEqualTo(Kind.ATTENTION_NEEDED);
        }
    }

    @Nested
    class TheSagasDeadline {

        private static final Duration HOUR = Duration.ofHours(1);

        private static Saga.StepDone<Purchase.Ordered> slowFlight() {
            return FLIGHT.compensatable(Trip.begun().deadline(HOUR).step("flight"))
                    .deadline(Duration.ofDays(1));
        }

        @Test
        void isNotOverWhileAnswersMayLieUnread() {
            TestSaga saga = Trip.started(slowFlight());
            Instant begun = saga.now();
            saga.passes(HOUR.multipliedBy(2));

            assertThat(transition(saga.wouldCheck(begun.plus(HOUR).minusNanos(1)))
                            .kind())
                    .isEqualTo(Kind.COMMAND_RESENT);
            assertThat(transition(saga.wouldCheck(begun.plus(HOUR))).kind()).isEqualTo(Kind.SAGA_TIMED_OUT);
        }

        @Test
        void turnsItBackWhileItOnlyWaits() {
            TestSaga saga = Trip.started(slowFlight().step("approval").await(Trip.APPROVED, Duration.ofDays(1)));
            FLIGHT.succeedsIn(saga);

            assertThat(said(saga.passesUntilDue().check())).containsExactly("FLIGHT_UNDO");
            assertThat(saga.outcome("approval")).isEqualTo(Outcome.ABANDONED);
        }

        @Test
        void undoesWhatIsOutstandingAndWhatIsDone() {
            TestSaga saga =
                    Trip.started(HOTEL.compensatable(slowFlight().step("hotel")).deadline(Duration.ofDays(1)));
            saga.passes(Duration.ofMinutes(50));
            FLIGHT.succeedsIn(saga);

            Decision decision = saga.passes(Duration.ofMinutes(10)).check();

            assertThat(transition(decision).kind()).isEqualTo(Kind.SAGA_TIMED_OUT);
            assertThat(transition(decision).detail()).isEqualTo("the saga timed out after PT1H");
            assertThat(said(decision)).containsExactly("HOTEL_UNDO");
            assertThat(saga.outcome("hotel")).isEqualTo(Outcome.UNKNOWN);
            assertThat(saga.instance().deadline()).isNull();
        }

        @Test
        void isWhatTheNextCheckIsSetForIfItComesFirst() {
            TestSaga saga = Trip.started(slowFlight().resendAfter(Duration.ofHours(3)));

            assertThat(saga.instance().dueAt()).contains(TestSaga.BEGINNING.plus(HOUR));
        }

        @Test
        void endsWithThePivotsSuccess() {
            TestSaga saga = Trip.started(TICKETS.retriable(
                    PAYMENT.compensatable(slowFlight().step("payment")).pivot().step("tickets")));
            FLIGHT.succeedsIn(saga);
            assertThat(saga.instance().deadline()).isNotNull();

            PAYMENT.succeedsIn(saga);

            assertThat(saga.instance().deadline()).isNull();
            assertThat(said(saga.passes(Duration.ofDays(1)).check())).containsExactly("TICKETS");
        }

        @Test
        void endsWhenAPivotBeginsThatNobodyCouldUndo() {
            TestSaga saga = Trip.started(PAYMENT.pivot(slowFlight().step("payment")));
            FLIGHT.succeedsIn(saga);

            assertThat(saga.instance().deadline()).isNull();
        }

        @Test
        void undoesAPivotThatIsStillUnknown() {
            TestSaga saga = Trip.started(
                    PAYMENT.compensatable(slowFlight().step("payment")).pivot().deadline(Duration.ofDays(1)));
            FLIGHT.succeedsIn(saga);

            assertThat(said(saga.passes(HOUR).check())).containsExactly("PAYMENT_UNDO");
        }

        @Test
        void endsWithTheLastStep() {
            TestSaga saga = Trip.started(slowFlight());
            FLIGHT.succeedsIn(saga);

            assertThat(saga.instance().deadline()).isNull();
            assertThat(said(saga.passes(HOUR).check())).containsExactly("CLOSE");
        }

        @Test
        void waitsForTheEndOfAPause() {
            TestSaga saga = Trip.started(slowFlight());
            saga.pause();

            assertThat(saga.passes(HOUR).check()).isEqualTo(new Decision.Ignored(Decision.Reason.NOTHING_DUE));
            saga.resume();
            assertThat(said(saga.check())).containsExactly("FLIGHT_UNDO");
        }

        @Test
        void leavesTheUndoingOfAnOptionalStepAsItIs() {
            TestSaga saga = Trip.started(Trip.together(
                    Trip.begun().deadline(Duration.ofSeconds(20)),
                    step -> CAR.compensatable(step).optional().deadline(Duration.ofSeconds(10))));
            saga.passes(Duration.ofSeconds(10)).check();

            assertThat(said(saga.passes(Duration.ofSeconds(10)).check())).containsExactly("FLIGHT_UNDO", "HOTEL_UNDO");
            assertThat(saga.waiting()).containsExactlyInAnyOrder("car", "flight", "hotel");
        }
    }
}
