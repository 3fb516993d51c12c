package io.counterstep.guide;

import static io.counterstep.core.definition.Version.version;
import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.testing.SagaScenario;
import org.junit.jupiter.api.Test;

class ParallelGroupsTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region definition
    static SagaDefinition<Trip.Planned> bookTrip() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .together(group -> group.step("flight")
                        .invoke(Flight.BOOK, Commands::seat)
                        .compensate(Flight.RELEASE, Commands::noSeat)
                        .step("hotel")
                        .invoke(Hotel.BOOK, Commands::room)
                        .compensate(Hotel.RELEASE, Commands::noRoom)
                        .step("car")
                        .invoke(Car.BOOK, Commands::car)
                        .compensate(Car.RELEASE, Commands::noCar))
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }
    // endregion

    // region start
    @Test
    void allOfAGroupAreAskedAtOnce() {
        SagaScenario.of(bookTrip())
                .when()
                .started("t-1", TRIP)
                .then()
                .commands(
                        command(Flight.BOOK, new Flight.BookSeat("t-1", "KE123")),
                        command(Hotel.BOOK, new Hotel.BookRoom("t-1", 3)),
                        command(Car.BOOK, new Car.BookCar("t-1")));
    }
    // endregion

    // region refusal
    @Test
    void whenOneRefusesTheOthersAreUndoneTogetherAlsoThoseThatHaveNotAnswered() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", TRIP)
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .when()
                .replied(Car.REFUSED, new Car.CarRefused("t-1", "no car is left"))
                .then()
                .commands(
                        command(Flight.RELEASE, new Flight.ReleaseSeat("t-1")),
                        command(Hotel.RELEASE, new Hotel.ReleaseRoom("t-1")))
                .outcome("car", Outcome.REFUSED);
    }
    // endregion
}
