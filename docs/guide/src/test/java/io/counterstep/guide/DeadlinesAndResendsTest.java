package io.counterstep.guide;

import static io.counterstep.core.definition.Version.version;
import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Outcome;
import io.counterstep.core.definition.Resend;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.testing.SagaScenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlinesAndResendsTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region definition
    static SagaDefinition<Trip.Planned> bookTrip() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .canceledBy(Trip.CALLED_OFF)
                .deadline(Duration.ofMinutes(10))
                .step("flight")
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .deadline(Duration.ofMinutes(2))
                .resend(new Resend(Duration.ofSeconds(10), Duration.ofSeconds(40)))
                .step("hotel")
                .invoke(Hotel.BOOK, Commands::room)
                .compensate(Hotel.RELEASE, Commands::noRoom)
                .attempts(3)
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }
    // endregion

    // region timeout
    @Test
    void aStepThatTimesOutIsUndoneSinceItMayHaveTakenEffect() {
        SagaScenario.of(bookTrip())
                .when()
                .started("t-1", TRIP)
                .timePasses(Duration.ofMinutes(2))
                .then()
                .commands(
                        command(Flight.BOOK, new Flight.BookSeat("t-1", "KE123")),
                        command(Flight.BOOK, new Flight.BookSeat("t-1", "KE123")),
                        command(Flight.BOOK, new Flight.BookSeat("t-1", "KE123")),
                        command(Flight.BOOK, new Flight.BookSeat("t-1", "KE123")),
                        command(Flight.RELEASE, new Flight.ReleaseSeat("t-1")))
                .outcome("flight", Outcome.UNKNOWN)
                .reason("step flight timed out after PT2M");
    }
    // endregion

    // region late
    @Test
    void aReplyThatComesTooLateChangesNothing() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", TRIP)
                .timePasses(Duration.ofMinutes(2))
                .when()
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .then()
                .noCommands()
                .ignored(Reason.STALE_REPLY);
    }
    // endregion

    // region canceled
    @Test
    void aTripThatIsCalledOffIsUndone() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", TRIP)
                .when()
                .cancelRequested()
                .then()
                .commands(command(Flight.RELEASE, new Flight.ReleaseSeat("t-1")))
                .reason("TRIP_CALLED_OFF");
    }
    // endregion
}
