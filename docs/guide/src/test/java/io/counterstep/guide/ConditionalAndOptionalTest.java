package io.counterstep.guide;

import static io.counterstep.core.definition.Version.version;
import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.testing.SagaScenario;
import io.counterstep.testing.VirtualParticipant;
import org.junit.jupiter.api.Test;

class ConditionalAndOptionalTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region definition
    static SagaDefinition<Trip.Planned> bookTrip() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .step("flight")
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .step("hotel")
                .when(saga -> saga.start().nights() > 0)
                .invoke(Hotel.BOOK, Commands::room)
                .compensate(Hotel.RELEASE, Commands::noRoom)
                .step("car")
                .invoke(Car.BOOK, Commands::car)
                .compensate(Car.RELEASE, Commands::noCar)
                .optional()
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }
    // endregion

    // region skipped
    @Test
    void aDayTripNeedsNoRoom() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", new Trip.Planned("t-1", "KE123", 0, 90_000))
                .when()
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .then()
                .outcome("hotel", Outcome.SKIPPED)
                .commands(command(Car.BOOK, new Car.BookCar("t-1")));
    }
    // endregion

    // region optional
    @Test
    void aTripWithoutACarIsATrip() {
        SagaScenario.of(bookTrip())
                .with(
                        VirtualParticipant.of(Flight.FLIGHT),
                        VirtualParticipant.of(Hotel.HOTEL),
                        VirtualParticipant.of(Car.CAR).refusing(),
                        VirtualParticipant.of(Trip.TRIP))
                .when()
                .started("t-1", TRIP)
                .untilOver()
                .then()
                .outcome("car", Outcome.REFUSED)
                .state(Status.COMPLETED);
    }
    // endregion
}
