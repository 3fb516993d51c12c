package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.told;
import static io.counterstep.core.decide.TestSaga.toldParent;
import static io.counterstep.core.decide.TestSaga.transition;
import static io.counterstep.core.decide.TestSaga.undone;
import static io.counterstep.core.decide.Trip.FLIGHT;
import static io.counterstep.core.decide.Trip.HOTEL;
import static io.counterstep.core.decide.Trip.PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Decision.Repeated;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.ChildSagas.SagaCanceled;
import io.counterstep.core.definition.ChildSagas.SagaCompleted;
import io.counterstep.core.definition.ChildSagas.SagaUndone;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A saga that starts another, and one that was started by another. */
class ChildSagaTest {

    private static final CommandId START = CommandId.parse("trip:t-1/shopping/invoke");
    private static final CommandId UNDO = CommandId.parse("trip:t-1/shopping/compensate");

    @Nested
    class TheParent {

        private TestSaga shopping() {
            TestSaga saga = Trip.started(
                    HOTEL.compensatable(FLIGHT.compensatable(Trip.begun().step("flight"))
                            .step("shopping")
                            .child(Purchase.definition(), data -> data.start())
                            .compensate()
                            .deadline(Duration.ofDays(3))
                            .step("hotel")));
            FLIGHT.succeedsIn(saga);
            return saga;
        }

        @Test
        void startsTheChildByItsStartMessageAndWaits() {
            TestSaga saga = Trip.started(Trip.begun()
                    .step("shopping")
                    .child(Purchase.definition(), data -> "box-of-" + data.key(), data -> data.start())
                    .compensate());

            Decision retried = saga.retry();

            assertThat(said(retried)).containsExactly("ORDERED");
            assertThat(((Decision.Moved) retried).commands().getFirst().key()).isEqualTo("box-of-p-1");
            assertThat(((Decision.Moved) saga.cancel()).commands().getFirst().key())
                    .isEqualTo("box-of-p-1");
        }

        @Test
        void goesOnAtTheChildsGoodEnd() {
            TestSaga saga = shopping();

            assertThat(said(saga.passes(Duration.ofDays(2))
                            .reply("shopping", ChildSagas.COMPLETED, new SagaCompleted())))
                    .containsExactly("HOTEL");
        }

        @Test
        void turnsBackAtTheChildsBadEndAndHasNothingOfItToUndo() {
            TestSaga saga = shopping();

            Decision decision = saga.reply("shopping", ChildSagas.CANCELED, new SagaCanceled("sold out"));

            assertThat(said(decision)).containsExactly("FLIGHT_UNDO");
            assertThat(transition(decision).detail()).isEqualTo("SAGA_CANCELED: sold out");
        }

        @Test
        void undoesTheChildWhereverItStands() {
            assertThat(said(shopping().cancel())).containsExactly("SAGA_UNDO");
            assertThat(said(shopping().passes(Duration.ofDays(3)).check())).containsExactly("SAGA_UNDO");
            TestSaga saga = shopping();
            saga.reply("shopping", ChildSagas.COMPLETED, new SagaCompleted());
            assertThat(said(HOTEL.isRefusedIn(saga))).containsExactly("SAGA_UNDO");
            assertThat(said(saga.reply("shopping", ChildSagas.UNDONE, new SagaUndone())))
                    .containsExactly("FLIGHT_UNDO");
        }

        @Test
        void whoseChildWouldHaveAnImpossibleKeyNeedsAPerson() {
            TestSaga saga = Trip.started(PAYMENT.pivot(Trip.begun().step("payment"))
                    .step("shopping")
                    .child(Purchase.definition(), data -> "", data -> data.start())
                    .retriable());

            assertThat(said(PAYMENT.succeedsIn(saga))).isEmpty();
            assertThat(saga.state())
                    .isInstanceOfSatisfying(
                            SagaState.NeedsAttention.class,
                            it -> assertThat(it.why())
                                    .contains("its command cannot be built")
                                    .contains("business key must have 1 to 200 characters"));
        }
    }

    @Nested
    class TheChild {

        private TestSaga started() {
            TestSaga saga = TestSaga.unborn();
            saga.hear(start("saga-commands-0@1"));
            return saga;
        }

        private Input start(String delivery) {
            return new Input.Start(TestSaga.KEY, Body.of(new Purchase.Ordered("book")), START, delivery);
        }

        private Input undo(String delivery) {
            return new Input.Undo(TestSaga.KEY, UNDO, delivery);
        }

        private TestSaga completing() {
            TestSaga saga = started();
            saga.reply(Purchase.PAID, done());
            saga.reply(Purchase.SENT, done());
            return saga;
        }

        private TestSaga completed() {
            TestSaga saga = completing();
            saga.reply(Purchase.CLOSED, told());
            return saga;
        }

        @Test
        void tellsItsParentOfItsGoodEnd() {
            assertThat(toldParent(completing().reply(Purchase.CLOSED, told())))
                    .isEqualTo(new OutgoingReply(START, ChildSagas.COMPLETED, new SagaCompleted()));
        }

        @Test
        void tellsItsParentOfItsBadEnd() {
            TestSaga saga = started();
            assertThat(toldParent(saga.reply(Purchase.PAY_REFUSED, new Purchase.Refused("poor"))))
                    .isNull();

            assertThat(toldParent(saga.reply(Purchase.DROPPED, told())))
                    .isEqualTo(new OutgoingReply(START, ChildSagas.CANCELED, new SagaCanceled("PAY_REFUSED: poor")));
        }

        @Test
        void tellsItsParentAgainWhenThatAsksAgain() {
            assertThat(toldParent(completed().hear(start("saga-commands-0@9"))))
                    .isEqualTo(new OutgoingReply(START, ChildSagas.COMPLETED, new SagaCompleted()));
            assertThat(started().hear(start("saga-commands-0@9"))).isEqualTo(new Ignored(Reason.DUPLICATE_START));
        }

        @Test
        void isUndoneWhileItRuns() {
            TestSaga saga = started();

            assertThat(said(saga.hear(undo("saga-commands-0@2")))).containsExactly("REFUND");
            saga.reply(Purchase.REFUNDED, undone());
            assertThat(toldParent(saga.reply(Purchase.DROPPED, told())))
                    .isEqualTo(new OutgoingReply(UNDO, ChildSagas.UNDONE, new SagaUndone()));
        }

        @Test
        void isUndoneAfterItsGoodEnd() {
            TestSaga saga = completed();

            Decision decision = saga.hear(undo("saga-commands-0@2"));

            assertThat(said(decision)).containsExactly("RECALL");
            assertThat(transition(decision).kind()).isEqualTo(Kind.UNDO_REQUESTED);
            assertThat(transition(decision).from()).isEqualTo(Status.COMPLETED);
            assertThat(said(saga.reply(Purchase.RECALLED, undone()))).containsExactly("REFUND");
            saga.reply(Purchase.REFUNDED, undone());
            assertThat(toldParent(saga.reply(Purchase.DROPPED, told())))
                    .isEqualTo(new OutgoingReply(UNDO, ChildSagas.UNDONE, new SagaUndone()));
        }

        @Test
        void isUndoneOnceItHasToldOfItsGoodEnd() {
            TestSaga saga = completing();

            Decision asked = saga.hear(undo("saga-commands-0@2"));
            assertThat(said(asked)).isEmpty();
            assertThat(saga.state()).isInstanceOf(SagaState.Completing.class);
            Decision over = saga.reply(Purchase.CLOSED, told());

            assertThat(said(over)).containsExactly("RECALL");
            assertThat(toldParent(over)).isNull();
            assertThat(saga.state()).isInstanceOf(SagaState.Compensating.class);
        }

        @Test
        void thatTurnsBackAlreadyAnswersTheUndoAtItsEnd() {
            TestSaga saga = started();
            saga.reply(Purchase.PAY_REFUSED, new Purchase.Refused("poor"));
            saga.hear(undo("saga-commands-0@2"));

            assertThat(toldParent(saga.reply(Purchase.DROPPED, told())))
                    .isEqualTo(new OutgoingReply(UNDO, ChildSagas.UNDONE, new SagaUndone()));
        }

        @Test
        void thatIsCanceledConfirmsEveryUndo() {
            TestSaga saga = started();
            saga.reply(Purchase.PAY_REFUSED, new Purchase.Refused("poor"));
            saga.reply(Purchase.DROPPED, told());

            assertThat(toldParent(saga.hear(undo("saga-commands-0@2"))))
                    .isEqualTo(new OutgoingReply(UNDO, ChildSagas.UNDONE, new SagaUndone()));
        }

        @Test
        void thatIsAskedForTheSameTwiceDoesItOnce() {
            TestSaga saga = completed();
            saga.hear(undo("saga-commands-0@2"));

            assertThat(saga.hear(undo("saga-commands-0@2"))).isInstanceOf(Repeated.class);
            assertThat(saga.hear(undo("saga-commands-0@3"))).isEqualTo(new Ignored(Reason.STALE_REPLY));
        }

        @Test
        void thatWasNeverStartedIsItsOwnTombstone() {
            TestSaga saga = TestSaga.unborn();

            Decision decision = saga.hear(undo("saga-commands-0@2"));

            assertThat(toldParent(decision)).isEqualTo(new OutgoingReply(UNDO, ChildSagas.UNDONE, new SagaUndone()));
            assertThat(saga.state()).isEqualTo(new SagaState.Canceled("undone before it began"));
            assertThat(said(saga.hear(start("saga-commands-0@3")))).isEmpty();
            assertThat(said(saga.start())).isEmpty();
            assertThat(saga.state().status()).isEqualTo(Status.CANCELED);
        }

        @Test
        void isUndoneWhilePausedOnceItIsResumed() {
            TestSaga saga = started();
            saga.pause();

            assertThat(said(saga.hear(undo("saga-commands-0@2")))).isEmpty();
            assertThat(said(saga.resume())).containsExactly("REFUND");
        }

        @Test
        void isUndoneOverAllItsStagesWithoutEndings() {
            TestSaga saga =
                    TestSaga.of(Trip.together(PAYMENT.compensatable(Trip.begun().step("payment")))
                            .withoutEndings());
            saga.hear(start("saga-commands-0@1"));
            PAYMENT.succeedsIn(saga);
            FLIGHT.succeedsIn(saga);
            assertThat(toldParent(HOTEL.succeedsIn(saga)))
                    .isEqualTo(new OutgoingReply(START, ChildSagas.COMPLETED, new SagaCompleted()));

            assertThat(said(saga.hear(undo("saga-commands-0@2")))).containsExactly("FLIGHT_UNDO", "HOTEL_UNDO");
            FLIGHT.isUndoneIn(saga);
            assertThat(said(HOTEL.isUndoneIn(saga))).containsExactly("PAYMENT_UNDO");
            assertThat(toldParent(PAYMENT.isUndoneIn(saga)))
                    .isEqualTo(new OutgoingReply(UNDO, ChildSagas.UNDONE, new SagaUndone()));
        }

        @Test
        void whichHasAPivotIsNeverUndoneBehindIt() {
            for (int answers = 1; answers <= 3; answers++) {
                TestSaga saga = TestSaga.of(Trip.ended(PAYMENT.pivot(
                        FLIGHT.compensatable(Trip.begun().step("flight")).step("payment"))));
                saga.hear(start("saga-commands-0@1"));
                FLIGHT.succeedsIn(saga);
                if (answers > 1) {
                    PAYMENT.succeedsIn(saga);
                }
                if (answers > 2) {
                    saga.reply(Purchase.CLOSED, told());
                }
                SagaInstance before = saga.instance();

                assertThat(saga.hear(undo("saga-commands-0@2"))).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE));
                assertThat(saga.instance()).isSameAs(before);
            }
        }
    }
}
