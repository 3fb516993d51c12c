package io.counterstep.systemtests.docs.trip;

import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.decide.Status;
import io.counterstep.testing.SagaScenario;
import org.junit.jupiter.api.Test;

// region test
class BookTripTest {

    @Test
    void withoutARoomTheSeatIsReleased() {
        SagaScenario.of(BookTrip.definition())
                .given()
                .started("trip-1", new Trip.Planned("trip-1", "KE123", 3))
                .replied(Flight.BOOKED, new Flight.SeatBooked("trip-1"))
                .when()
                .replied(Hotel.REFUSED, new Hotel.RoomRefused("trip-1", "no room is free"))
                .confirmed()
                .then()
                .commands(
                        command(Flight.RELEASE, new Flight.ReleaseSeat("trip-1")),
                        command(Trip.CANCEL, new Trip.Cancel("trip-1", "ROOM_REFUSED: no room is free")))
                .state(Status.COMPENSATING);
    }
}
// endregion
