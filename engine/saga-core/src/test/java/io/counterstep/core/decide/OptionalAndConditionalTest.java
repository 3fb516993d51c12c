package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.Trip.CAR;
import static io.counterstep.core.decide.Trip.FLIGHT;
import static io.counterstep.core.decide.Trip.HOTEL;
import static io.counterstep.core.decide.Trip.MAIL;
import static io.counterstep.core.decide.Trip.PAYMENT;
import static io.counterstep.core.decide.Trip.TICKETS;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.definition.Saga;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Steps that may be left out, and steps that may fail. */
class OptionalAndConditionalTest {

    private static Saga.StepDone<Purchase.Ordered> flight() {
        return FLIGHT.compensatable(Trip.begun().step("flight"));
    }

    @Nested
    class AConditionalStep {

        @Test
        void isDoneIfItsConditionHoldsWhenItsTurnComes() {
            TestSaga saga = Trip.started(CAR.compensatable(flight().step("car")
                    .when(data -> data.reply(FLIGHT.done()).item().equals("book"))));

            assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("CAR");
        }

        @Test
        void isSkippedOtherwiseAndNeverUndone() {
            TestSaga saga = Trip.started(HOTEL.compensatable(
                    CAR.compensatable(flight().step("car").when(data -> true).when(data -> false))
                            .step("hotel")));

            assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("HOTEL");
            assertThat(saga.outcome("car")).isEqualTo(Outcome.SKIPPED);
            assertThat(said(HOTEL.isRefusedIn(saga))).containsExactly("FLIGHT_UNDO");
        }

        @Test
        void thatIsTheLastOneSkippedLeadsToTheGoodEnd() {
            TestSaga saga = Trip.started(CAR.compensatable(flight().step("car").when(data -> false)));

            assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("CLOSE");
        }

        @Test
        void whoseConditionThrowsTurnsTheSagaBackWhereThereIsAWay() {
            TestSaga saga = Trip.started(CAR.compensatable(flight().step("car").when(Trip::broken)));

            assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("FLIGHT_UNDO");
            assertThat(saga.state())
                    .isInstanceOfSatisfying(
                            SagaState.Compensating.class,
                            it -> assertThat(it.reason())
                                    .isEqualTo("step car: its condition failed:"
                                            + " java.lang.IllegalStateException: bug with SagaData"));
        }

        @Test
        void whoseConditionThrowsTurnsBackAlsoAtThePivot() {
            TestSaga saga = Trip.started(PAYMENT.pivot(flight().step("payment").when(Trip::broken)));

            assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("FLIGHT_UNDO");
        }

        /** Without a pivot the first retriable step is the point of no return, and it was not reached. */
        @Test
        void whoseConditionThrowsTurnsBackFromTheFirstRetriableStepToo() {
            TestSaga saga = Trip.started(MAIL.retriable(flight().step("mail").when(Trip::broken)));

            assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("FLIGHT_UNDO");
        }

        @Test
        void whoseConditionThrowsInTheFirstStepEndsTheSaga() {
            TestSaga saga = TestSaga.of(
                    Trip.ended(CAR.compensatable(Trip.begun().step("car").when(Trip::broken))));

            assertThat(said(saga.start())).containsExactly("DROP");
        }
    }

    @Nested
    class BehindThePivotAConditionThatThrows {

        private final AtomicBoolean mended = new AtomicBoolean();
        private final AtomicBoolean wanted = new AtomicBoolean(true);

        private TestSaga failing() {
            TestSaga saga = Trip.started(MAIL.retriable(TICKETS.retriable(PAYMENT.pivot(
                                    Trip.begun().deadline(Duration.ofHours(1)).step("payment"))
                            .step("tickets")
                            .when(data -> mended.get() ? wanted.get() : Trip.<Object, Boolean>broken(data)))
                    .step("mail")));
            assertThat(said(PAYMENT.succeedsIn(saga))).isEmpty();
            return saga;
        }

        @Test
        void needsAPerson() {
            TestSaga saga = failing();

            assertThat(saga.state())
                    .isInstanceOfSatisfying(
                            SagaState.NeedsAttention.class,
                            it -> assertThat(it.why()).startsWith("tickets: its condition failed: "));
            assertThat(saga.instance().dueAt()).isEmpty();
            assertThat(saga.passes(Duration.ofDays(1)).check())
                    .isEqualTo(new Decision.Ignored(Decision.Reason.NOTHING_DUE));
        }

        @Test
        void isAskedAgainAtARetry() {
            TestSaga saga = failing();

            assertThat(said(saga.retry())).isEmpty();
            assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
            mended.set(true);
            assertThat(said(saga.retry())).containsExactly("TICKETS");
            assertThat(saga.state()).isInstanceOf(SagaState.Running.class);
        }

        @Test
        void skipsTheStepIfItSaysSoAtARetry() {
            TestSaga saga = failing();
            mended.set(true);
            wanted.set(false);

            assertThat(said(saga.retry())).containsExactly("MAIL");
            assertThat(saga.outcome("tickets")).isEqualTo(Outcome.SKIPPED);
        }

        @Test
        void isPassedByASkipOrAnAnswer() {
            assertThat(said(failing().skip("tickets"))).containsExactly("MAIL");
            assertThat(said(failing().resolve("tickets", TICKETS.done(), TestSaga.done())))
                    .containsExactly("MAIL");
        }

        @Test
        void isStillStuckAfterAPause() {
            TestSaga saga = failing();
            saga.pause();

            assertThat(said(saga.resume())).isEmpty();
            assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        }
    }

    @Nested
    class AnOptionalStep {

        private TestSaga carAsked() {
            TestSaga saga = Trip.started(HOTEL.compensatable(
                    CAR.compensatable(flight().step("car")).optional().step("hotel")));
            FLIGHT.succeedsIn(saga);
            return saga;
        }

        @Test
        void thatIsRefusedIsGoneWithout() {
            TestSaga saga = carAsked();

            assertThat(said(CAR.isRefusedIn(saga))).containsExactly("HOTEL");
            assertThat(saga.outcome("car")).isEqualTo(Outcome.REFUSED);
        }

        @Test
        void thatTimedOutIsUndoneBeforeTheSagaGoesOn() {
            TestSaga saga = carAsked();

            assertThat(said(saga.passes(Duration.ofSeconds(30)).check())).containsExactly("CAR_UNDO");
            assertThat(saga.state()).isInstanceOf(SagaState.Running.class);
            assertThat(said(CAR.isUndoneIn(saga))).containsExactly("HOTEL");
            assertThat(saga.outcome("car")).isEqualTo(Outcome.COMPENSATED);
            assertThat(said(HOTEL.isRefusedIn(saga))).containsExactly("FLIGHT_UNDO");
        }

        @Test
        void thatSucceededIsUndoneWithTheRest() {
            TestSaga saga = carAsked();
            CAR.succeedsIn(saga);

            assertThat(said(HOTEL.isRefusedIn(saga))).containsExactly("CAR_UNDO");
        }

        @Test
        void thatChangesNothingIsGoneWithoutAtOnceWhenItTimesOut() {
            TestSaga saga = Trip.started(HOTEL.compensatable(
                    CAR.readOnly(flight().step("car")).optional().step("hotel")));
            FLIGHT.succeedsIn(saga);

            assertThat(said(saga.passes(Duration.ofSeconds(30)).check())).containsExactly("HOTEL");
            assertThat(saga.outcome("car")).isEqualTo(Outcome.ABANDONED);
        }

        @Test
        void whoseConditionThrowsIsGoneWithout() {
            TestSaga saga = Trip.started(
                    HOTEL.compensatable(CAR.compensatable(flight().step("car").when(Trip::broken))
                            .optional()
                            .step("hotel")));

            assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("HOTEL");
            assertThat(saga.outcome("car")).isEqualTo(Outcome.ABANDONED);
        }

        @Test
        void whichIsRetriableIsGoneWithoutWhenItIsRefused() {
            TestSaga saga = Trip.started(TICKETS.retriable(
                    MAIL.retriable(PAYMENT.pivot(Trip.begun().step("payment")).step("mail"))
                            .optional()
                            .step("tickets")));
            PAYMENT.succeedsIn(saga);

            assertThat(said(MAIL.isRefusedIn(saga))).containsExactly("TICKETS");
        }

        @Test
        void thatIsBeingUndoneWhenAnotherIsRefusedIsUndoneOnce() {
            TestSaga saga = Trip.started(Trip.together(
                    Trip.begun(), step -> CAR.compensatable(step).optional().deadline(Duration.ofSeconds(10))));
            FLIGHT.succeedsIn(saga);
            assertThat(said(saga.passes(Duration.ofSeconds(10)).check())).containsExactly("CAR_UNDO");

            assertThat(said(HOTEL.isRefusedIn(saga))).containsExactly("FLIGHT_UNDO");
            assertThat(saga.waiting()).containsExactlyInAnyOrder("car", "flight");
            assertThat(said(FLIGHT.isUndoneIn(saga))).isEmpty();
            assertThat(said(CAR.isUndoneIn(saga))).containsExactly("DROP");
        }

        @Test
        void thatIsBeingUndoneDoesNotLetTheOthersGoOnWithoutIt() {
            TestSaga saga = Trip.started(Trip.together(
                    Trip.begun(), step -> CAR.compensatable(step).optional().deadline(Duration.ofSeconds(10))));
            saga.passes(Duration.ofSeconds(10)).check();
            FLIGHT.succeedsIn(saga);

            assertThat(said(HOTEL.succeedsIn(saga))).isEmpty();
            assertThat(said(CAR.isUndoneIn(saga))).containsExactly("CLOSE");
        }
    }
}
