package io.counterstep.guide;

import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.decide.Status;
import io.counterstep.core.message.Action;
import io.counterstep.participant.Handlers;
import io.counterstep.testing.SagaScenario;
import io.counterstep.testing.VirtualParticipant;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OperatingTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region airline
    /** An airline that cannot release a seat so many times. */
    static VirtualParticipant airline(int failures) {
        AtomicInteger left = new AtomicInteger(failures);
        return VirtualParticipant.of(Handlers.of(Flight.FLIGHT)
                .on(Flight.BOOK, it -> new Flight.SeatBooked(it.tripId()))
                .on(Flight.RELEASE, it -> {
                    if (left.getAndDecrement() > 0) {
                        throw new IllegalStateException("the airline does not answer");
                    }
                })
                .build());
    }
    // endregion

    // region attention
    @Test
    void aCompensationThatKeepsFailingNeedsAPerson() {
        SagaScenario.of(FirstSagaTest.bookTrip())
                .with(airline(10), VirtualParticipant.of(Hotel.HOTEL).refusing())
                .when()
                .started("t-1", TRIP)
                .timePasses(Duration.ofHours(1))
                .then()
                .state(Status.NEEDS_ATTENTION)
                .waitsFor("flight", Action.COMPENSATE);
    }
    // endregion

    // region retry
    @Test
    void anOperatorRetriesIt() {
        SagaScenario.of(FirstSagaTest.bookTrip())
                .with(airline(10), VirtualParticipant.of(Hotel.HOTEL).refusing(), VirtualParticipant.of(Trip.TRIP))
                .given()
                .started("t-1", TRIP)
                .timePasses(Duration.ofHours(1))
                .when()
                .retriedBy("dana", "the airline is back")
                .untilOver()
                .then()
                .state(Status.CANCELED);
    }
    // endregion

    // region resolve
    @Test
    void orAnswersInTheParticipantsPlace() {
        SagaScenario.of(FirstSagaTest.bookTrip())
                .given()
                .started("t-1", TRIP)
                .when()
                .resolvedBy("dana", "booked by phone", "flight", Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .then()
                .commands(command(Hotel.BOOK, new Hotel.BookRoom("t-1", 3)));
    }
    // endregion

    // region skip
    @Test
    void orGoesOnWithoutARetriableStep() {
        SagaScenario.of(PivotAndRetriableTest.bookTrip())
                .given()
                .started("t-1", TRIP)
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .replied(Bank.PAID, new Bank.Paid("t-1"))
                .when()
                .skippedBy("dana", "handed over at the counter", "tickets")
                .then()
                .commands(command(Trip.CONFIRM, new Trip.Confirm("t-1")));
    }
    // endregion

    // region pause
    @Test
    void aPausedSagaTakesRepliesButSaysNothing() {
        SagaScenario.of(FirstSagaTest.bookTrip())
                .given()
                .started("t-1", TRIP)
                .pausedBy("dana", "the hotel asked us to wait")
                .when()
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .then()
                .noCommands()
                .state(Status.PAUSED);
    }
    // endregion

    // region gate
    @Test
    void aClosedGateKeepsBackWhatGoesToOneParticipant() {
        SagaScenario.of(ParallelGroupsTest.bookTrip())
                .given()
                .gateClosed(Hotel.HOTEL)
                .started("t-1", TRIP)
                .when()
                .gateOpened(Hotel.HOTEL)
                .then()
                .commands(command(Hotel.BOOK, new Hotel.BookRoom("t-1", 3)));
    }
    // endregion
}
