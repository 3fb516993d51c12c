package io.counterstep.guide;

import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.decide.Status;
import io.counterstep.testing.SagaScenario;
import io.counterstep.testing.VirtualParticipant;
import org.junit.jupiter.api.Test;

class RefusalsAndFailuresTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region refusal
    @Test
    void aRefusalTurnsTheSagaBackAtOnce() {
        SagaScenario.of(FirstSagaTest.bookTrip())
                .given()
                .started("t-1", TRIP)
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .when()
                .replied(Hotel.REFUSED, new Hotel.RoomRefused("t-1", "no room is free"))
                .then()
                .commands(command(Flight.RELEASE, new Flight.ReleaseSeat("t-1")))
                .state(Status.COMPENSATING)
                .reason("ROOM_REFUSED: no room is free");
    }
    // endregion

    // region failure
    @Test
    void aHandlerThatThrewIsAskedAgain() {
        SagaScenario.of(FirstSagaTest.bookTrip())
                .with(
                        VirtualParticipant.of(Flight.FLIGHT),
                        VirtualParticipant.of(Hotel.HOTEL).throwing(2),
                        VirtualParticipant.of(Trip.TRIP))
                .when()
                .started("t-1", TRIP)
                .untilOver()
                .then()
                .state(Status.COMPLETED);
    }
    // endregion
}
