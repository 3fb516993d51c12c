package io.counterstep.guide;

import static io.counterstep.core.definition.Version.version;
import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.testing.SagaScenario;
import org.junit.jupiter.api.Test;

class FirstSagaTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region definition
    static SagaDefinition<Trip.Planned> bookTrip() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .step("flight")
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .step("hotel")
                .invoke(Hotel.BOOK, Commands::room)
                .compensate(Hotel.RELEASE, Commands::noRoom)
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }
    // endregion

    // region success
    @Test
    void aSeatAndARoomMakeATrip() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", TRIP)
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .when()
                .replied(Hotel.BOOKED, new Hotel.RoomBooked("t-1"))
                .confirmed()
                .then()
                .commands(command(Trip.CONFIRM, new Trip.Confirm("t-1")))
                .state(Status.COMPLETED);
    }
    // endregion
}
