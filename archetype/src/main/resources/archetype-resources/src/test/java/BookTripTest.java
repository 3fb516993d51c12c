package ${package};

import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.decide.Status;
import io.counterstep.testing.SagaScenario;
import org.junit.jupiter.api.Test;

/** The definition alone, in virtual time. */
class BookTripTest {

    private static final Trip.Planned PLANNED = new Trip.Planned("trip-1", "KE123", "Seaside");

    @Test
    void aSeatAndARoomMakeATrip() {
        SagaScenario.of(BookTrip.definition())
                .given()
                .started("trip-1", PLANNED)
                .replied(Flight.BOOKED, new Flight.SeatBooked("trip-1"))
                .when()
                .replied(Hotel.BOOKED, new Hotel.RoomBooked("trip-1"))
                .confirmed()
                .then()
                .commands(command(Trip.CONFIRM, new Trip.Confirm("trip-1")))
                .state(Status.COMPLETED);
    }

    @Test
    void withoutARoomTheSeatIsReleased() {
        SagaScenario.of(BookTrip.definition())
                .given()
                .started("trip-1", PLANNED)
                .replied(Flight.BOOKED, new Flight.SeatBooked("trip-1"))
                .when()
                .replied(Hotel.REFUSED, new Hotel.RoomRefused("trip-1", "no room is free"))
                .confirmed()
                .then()
                .commands(
                        command(Flight.RELEASE, new Flight.ReleaseSeat("trip-1", "KE123")),
                        command(Trip.CANCEL, new Trip.Cancel("trip-1", "ROOM_REFUSED: no room is free")))
                .state(Status.COMPENSATING);
    }
}
