package io.counterstep.guide;

import static io.counterstep.core.definition.Version.version;
import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.testing.SagaScenario;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region definitions
    static SagaDefinition<Trip.Planned> version1() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .step("flight")
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }

    static SagaDefinition<Trip.Planned> version2() {
        return Saga.named("book-trip", version(2))
                .startedBy(Trip.PLANNED)
                .step("flight")
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .step("car")
                .invoke(Car.BOOK, Commands::car)
                .compensate(Car.RELEASE, Commands::noCar)
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }
    // endregion

    // region both
    @Test
    void eachVersionEndsByItsOwnSteps() {
        SagaScenario.of(version1())
                .given()
                .started("t-1", TRIP)
                .when()
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .then()
                .commands(command(Trip.CONFIRM, new Trip.Confirm("t-1")));
        SagaScenario.of(version2())
                .given()
                .started("t-1", TRIP)
                .when()
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .then()
                .commands(command(Car.BOOK, new Car.BookCar("t-1")));
    }
    // endregion
}
