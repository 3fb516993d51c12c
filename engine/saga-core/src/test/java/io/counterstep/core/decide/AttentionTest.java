package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.transition;
import static io.counterstep.core.decide.TestSaga.undone;
import static io.counterstep.core.decide.Trip.FLIGHT;
import static io.counterstep.core.decide.Trip.HOTEL;
import static io.counterstep.core.decide.Trip.PAYMENT;
import static io.counterstep.core.decide.Trip.TICKETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a person has to look, and what happens until one does. */
@Tag("G9")
class AttentionTest {

    private static String why(TestSaga saga) {
        assertThat(saga.state()).isInstanceOf(SagaState.NeedsAttention.class);
        return ((SagaState.NeedsAttention) saga.state()).why();
    }

    @Nested
    class Silence {

        private final TestSaga saga = TestSaga.unanswered(TestSaga.refunding());

        @Test
        void needsAPersonAfterAllAttemptsWithTheReason() {
            assertThat(why(saga)).isEqualTo("pay: not answered in 30 attempts");
        }

        @Test
        void isStillSpokenToSlowlyWithoutLinesInTheHistory() {
            int revision = saga.instance().revision();

            for (int i = 0; i < 1_000; i++) {
                Duration rest =
                        Duration.between(saga.now(), saga.instance().dueAt().orElseThrow());
                assertThat(rest).isBetween(Duration.ofMinutes(1), Duration.ofSeconds(72));
                Decision decision = saga.passesUntilDue().check();
                assertThat(said(decision)).containsExactly("REFUND");
                assertThat(((Decision.Moved) decision).transition()).isNull();
            }

            assertThat(saga.instance().revision()).isEqualTo(revision);
            assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        }

        @Test
        void healsByALateAnswer() {
            assertThat(said(saga.reply(Purchase.REFUNDED, undone()))).containsExactly("DROP");
            assertThat(saga.state()).isInstanceOf(SagaState.Canceling.class);
        }

        @Test
        void ofOneMemberDoesNotHoldTheOthers() {
            TestSaga trip = Trip.started(Trip.together(Trip.begun()));
            trip.cancel();
            FLIGHT.isUndoneIn(TestSaga.unanswered(trip));

            assertThat(why(trip)).isEqualTo("hotel: not answered in 30 attempts");
            assertThat(said(HOTEL.isUndoneIn(trip))).containsExactly("DROP");
        }
    }

    @Nested
    class TechnicalFailures {

        @Test
        void needAPersonWhoIsToldTheLastOfThem() {
            TestSaga saga = TestSaga.stuck(TestSaga.refunding());

            assertThat(why(saga)).isEqualTo("pay: 10 technical failures, the last: no connection");
            assertThat(saga.instance().dueAt()).isEmpty();
        }

        @Test
        void thatAreDeliveredAgainCountOnce() {
            TestSaga saga = TestSaga.refunding();
            Input failure = new Input.Failure(saga.outstanding().command(), "no connection", "bank-events-0@5");
            saga.hear(failure);
            saga.passesUntilDue().check();

            assertThat(saga.hear(failure)).isEqualTo(new Ignored(Reason.STALE_REPLY));
            assertThat(saga.outstanding().failures()).isEqualTo(1);
        }

        @Test
        void thatComeWhenAPersonLooksAlreadyChangeNothing() {
            TestSaga saga = TestSaga.stuck(TestSaga.refunding());

            assertThat(saga.fail()).isEqualTo(new Ignored(Reason.STALE_REPLY));
        }

        @Test
        void ofAStepThatCanBeUndoneEndWithItsDeadline() {
            TestSaga saga = Trip.started(
                    FLIGHT.compensatable(Trip.begun().step("flight")).deadline(Duration.ofHours(5)));
            for (int i = 0; i < 2 * Decider.MAX_FAILURES; i++) {
                assertThat(transition(saga.fail()).kind()).isEqualTo(Kind.STEP_FAILED);
                saga.passesUntilDue().check();
            }
            assertThat(saga.state()).isInstanceOf(SagaState.Running.class);
        }
    }

    @Nested
    class ACommandThatCannotBeBuilt {

        private final AtomicBoolean mended = new AtomicBoolean();

        private Purchase.Do broken(Object data) {
            return mended.get() ? new Purchase.Do("mended") : Trip.broken(data);
        }

        private TestSaga behindThePivot() {
            TestSaga saga = Trip.started(PAYMENT.pivot(Trip.begun().step("payment"))
                    .step("tickets")
                    .invoke(TICKETS.ask(), this::broken)
                    .retriable());
            assertThat(said(PAYMENT.succeedsIn(saga))).isEmpty();
            return saga;
        }

        @Test
        void needsAPersonAndKeepsTheProgressBeforeIt() {
            TestSaga saga = behindThePivot();

            assertThat(why(saga))
                    .isEqualTo("tickets: its command cannot be built:"
                            + " java.lang.IllegalStateException: bug with SagaData");
            assertThat(saga.outcome("payment")).isEqualTo(Outcome.SUCCEEDED);
            assertThat(saga.instance().dueAt()).isEmpty();
        }

        @Test
        void goesOutAtARetryOnceTheFunctionIsMended() {
            TestSaga saga = behindThePivot();
            saga.retry();
            assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);

            mended.set(true);

            assertThat(said(saga.retry())).containsExactly("TICKETS");
            assertThat(saga.outstanding().attempt()).isEqualTo(1);
            assertThat(saga.state()).isInstanceOf(SagaState.Running.class);
        }

        @Test
        void wasNeverSentAndIsNotUndoneWhenItsTimeIsOver() {
            TestSaga saga = Trip.started(FLIGHT.compensatable(Trip.begun().step("flight"))
                    .step("hotel")
                    .invoke(HOTEL.ask(), this::broken)
                    .compensate(HOTEL.undo(), data -> new Purchase.Undo(data.key())));
            FLIGHT.succeedsIn(saga);
            assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);

            assertThat(said(saga.passesUntilDue().check())).containsExactly("FLIGHT_UNDO");
            assertThat(saga.outcome("hotel")).isEqualTo(Outcome.ABANDONED);
        }

        @Test
        void mayHaveTakenEffectIfItWasSentBefore() {
            mended.set(true);
            TestSaga saga = Trip.started(Trip.begun()
                    .step("hotel")
                    .invoke(HOTEL.ask(), this::broken)
                    .compensate(HOTEL.undo(), data -> new Purchase.Undo(data.key())));
            mended.set(false);
            saga.passesUntilDue().check();
            assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
            saga.retry();

            assertThat(said(saga.cancel())).containsExactly("HOTEL_UNDO");
        }

        @Test
        void isNotRepeatedByARedelivery() {
            mended.set(true);
            TestSaga saga = behindThePivotWhileMended();
            Input paid = new Input.Reply(
                    PAYMENT.done().name(),
                    Body.of(TestSaga.done()),
                    saga.outstanding().command(),
                    "payment-events-0@9");
            assertThat(said(saga.hear(paid))).containsExactly("TICKETS");
            mended.set(false);

            assertThat(saga.hear(paid)).isEqualTo(new Ignored(Reason.STALE_REPLY));
        }

        private TestSaga behindThePivotWhileMended() {
            return Trip.started(PAYMENT.pivot(Trip.begun().step("payment"))
                    .step("tickets")
                    .invoke(TICKETS.ask(), this::broken)
                    .retriable());
        }

        @Test
        void keepsASagaFromStarting() {
            TestSaga saga = TestSaga.of(Trip.ended(
                    Trip.begun().step("hotel").invoke(HOTEL.ask(), this::broken).readOnly()));

            assertThatIllegalStateException().isThrownBy(saga::start).withMessage("bug with SagaData");
        }

        @Test
        void orThatCannotBeSentNeedsAPersonToo() {
            TestSaga saga = TestSaga.refunding();
            CommandId command = saga.outstanding().command();

            Decision decision = saga.hear(new Input.Unsendable(command, "2 MB are too large"));

            assertThat(transition(decision).kind()).isEqualTo(Kind.ATTENTION_NEEDED);
            assertThat(why(saga)).isEqualTo("pay: its command cannot be sent: 2 MB are too large");
            assertThat(saga.instance().dueAt()).isEmpty();
            assertThat(saga.hear(new Input.Unsendable(command, "2 MB are too large")))
                    .isEqualTo(new Ignored(Reason.NOT_WAITING));
            assertThat(said(saga.retry())).containsExactly("REFUND");
        }
    }
}
