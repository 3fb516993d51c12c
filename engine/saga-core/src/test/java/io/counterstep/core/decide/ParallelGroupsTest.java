package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.transition;
import static io.counterstep.core.decide.Trip.CAR;
import static io.counterstep.core.decide.Trip.FLIGHT;
import static io.counterstep.core.decide.Trip.HOTEL;
import static io.counterstep.core.decide.Trip.PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.message.Body;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Steps that are done together. */
@Tag("G2")
class ParallelGroupsTest {

    private static TestSaga booking() {
        return Trip.started(PAYMENT.compensatable(Trip.together(Trip.begun()).step("payment")));
    }

    /** Flight and hotel booked, the payment outstanding. */
    private static TestSaga paying() {
        TestSaga saga = booking();
        FLIGHT.succeedsIn(saga);
        HOTEL.succeedsIn(saga);
        return saga;
    }

    @Test
    void theCommandsOfAGroupGoOutTogether() {
        TestSaga saga = TestSaga.of(Trip.ended(Trip.together(Trip.begun())));

        assertThat(said(saga.start())).containsExactly("FLIGHT", "HOTEL");
        assertThat(saga.waiting()).containsExactly("flight", "hotel");
    }

    @Test
    void theGroupJoinsWhenAllHaveAnsweredInWhateverOrder() {
        TestSaga saga = booking();

        assertThat(said(HOTEL.succeedsIn(saga))).isEmpty();
        assertThat(saga.waiting()).containsExactly("flight");
        assertThat(said(FLIGHT.succeedsIn(saga))).containsExactly("PAYMENT");
        assertThat(saga.waiting()).containsExactly("payment");
    }

    @Test
    void oneRefusalUndoesWhatTookEffectAndWhatMayHaveButNotItself() {
        TestSaga saga = Trip.started(Trip.together(Trip.begun(), CAR::compensatable));
        FLIGHT.succeedsIn(saga);

        Decision decision = CAR.isRefusedIn(saga);

        assertThat(said(decision)).containsExactly("FLIGHT_UNDO", "HOTEL_UNDO");
        assertThat(saga.outcome("flight")).isEqualTo(Outcome.SUCCEEDED);
        assertThat(saga.outcome("hotel")).isEqualTo(Outcome.UNKNOWN);
        assertThat(saga.outcome("car")).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void theSecondRefusalOfAGroupIsStaleAndItsCompensationIsWaitedFor() {
        TestSaga saga = booking();
        FLIGHT.isRefusedIn(saga);

        assertThat(saga.replyTo(
                        saga.outstanding("hotel").command(), HOTEL.refused(), new Purchase.Refused("no hotel either")))
                .isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(said(HOTEL.isUndoneIn(saga))).containsExactly("DROP");
    }

    @Test
    void aMemberThatChangesNothingIsNotUndone() {
        TestSaga saga = Trip.started(Trip.together(Trip.begun(), CAR::readOnly));
        FLIGHT.succeedsIn(saga);

        assertThat(said(HOTEL.isRefusedIn(saga))).containsExactly("FLIGHT_UNDO");
        assertThat(saga.outcome("car")).isEqualTo(Outcome.ABANDONED);
    }

    @Test
    void groupsAreUndoneInReverseAndTheMembersOfOneTogether() {
        TestSaga saga =
                Trip.started(Trip.together(PAYMENT.compensatable(Trip.begun().step("payment")), CAR::compensatable));
        PAYMENT.succeedsIn(saga);
        FLIGHT.succeedsIn(saga);
        HOTEL.succeedsIn(saga);

        assertThat(said(CAR.isRefusedIn(saga))).containsExactly("FLIGHT_UNDO", "HOTEL_UNDO");
        assertThat(said(HOTEL.isUndoneIn(saga))).isEmpty();
        assertThat(said(FLIGHT.isUndoneIn(saga))).containsExactly("PAYMENT_UNDO");
        assertThat(said(PAYMENT.isUndoneIn(saga))).containsExactly("DROP");
    }

    @Test
    void aRefusalBehindTheGroupUndoesAllOfIt() {
        TestSaga saga = paying();

        assertThat(said(PAYMENT.isRefusedIn(saga))).containsExactly("FLIGHT_UNDO", "HOTEL_UNDO");
    }

    @Test
    void oneTimeOutTurnsTheWholeGroupBack() {
        TestSaga saga = booking();
        FLIGHT.succeedsIn(saga);

        Decision decision = saga.passes(Duration.ofSeconds(30)).check();

        assertThat(transition(decision).kind()).isEqualTo(Kind.STEP_TIMED_OUT);
        assertThat(transition(decision).step()).isEqualTo("hotel");
        assertThat(said(decision)).containsExactly("FLIGHT_UNDO", "HOTEL_UNDO");
    }

    @Test
    void whatIsDueAtOnceIsSentAgainAtOnce() {
        TestSaga saga = booking();

        Decision decision = saga.passes(Duration.ofSeconds(7)).check();

        assertThat(said(decision)).containsExactly("FLIGHT", "HOTEL");
        assertThat(transition(decision).step()).isEqualTo("flight hotel");
    }

    @Test
    void aRedeliveredStartRepeatsOnlyWhatIsStillOutstanding() {
        TestSaga saga = TestSaga.of(Trip.ended(Trip.together(Trip.begun())));
        Input start = new Input.Start(TestSaga.KEY, Body.of(new Purchase.Ordered("trip")), "shop-events-0@1");
        saga.hear(start);
        FLIGHT.succeedsIn(saga);

        assertThat(said(saga.hear(start))).containsExactly("HOTEL");
    }

    @Test
    void theWishOfAHalfAnsweredGroupUndoesBothHalves() {
        TestSaga saga = booking();
        HOTEL.succeedsIn(saga);

        assertThat(said(saga.cancel())).containsExactly("FLIGHT_UNDO", "HOTEL_UNDO");
    }

    @Test
    void aPauseOfAHalfAnsweredGroupTakesTheOtherHalfAndHoldsWhatFollows() {
        TestSaga saga = booking();
        FLIGHT.succeedsIn(saga);
        saga.pause();

        assertThat(said(HOTEL.succeedsIn(saga))).isEmpty();
        assertThat(saga.outstanding().attempt()).isZero();
        assertThat(saga.instance().dueAt()).isEmpty();
        assertThat(said(saga.resume())).containsExactly("PAYMENT");
        assertThat(saga.outstanding().attempt()).isEqualTo(1);
    }

    /** Nothing of this decision was published, so nothing of it can have taken effect. */
    @Test
    void aMemberThatWasNotSaidYetIsNotUndoneWhenAnothersConditionFails() {
        TestSaga saga = Trip.started(Trip.together(
                PAYMENT.compensatable(Trip.begun().step("payment")),
                step -> CAR.compensatable(step.when(Trip::broken))));

        Decision decision = PAYMENT.succeedsIn(saga);

        assertThat(said(decision)).containsExactly("PAYMENT_UNDO");
        assertThat(saga.outcome("flight")).isEqualTo(Outcome.ABANDONED);
        assertThat(saga.outcome("hotel")).isEqualTo(Outcome.ABANDONED);
    }

    @Test
    void aGroupOfWhichNoMemberIsWantedIsPassedOver() {
        TestSaga saga = TestSaga.of(Trip.ended(PAYMENT.compensatable(Trip.begun()
                .together(group -> HOTEL.compensatable(
                        FLIGHT.compensatable(group.step("flight").when(data -> false))
                                .step("hotel")
                                .when(data -> false)))
                .step("payment"))));

        assertThat(said(saga.start())).containsExactly("PAYMENT");
        assertThat(saga.outcome("flight")).isEqualTo(Outcome.SKIPPED);
    }
}
