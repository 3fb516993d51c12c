package io.counterstep.guide;

import static io.counterstep.core.definition.Version.version;
import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.testing.SagaScenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingForPeopleTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);
    private static final Trip.Planned DEAR = new Trip.Planned("t-1", "KE123", 3, 900_000);

    // region definition
    static SagaDefinition<Trip.Planned> bookTrip() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .step("flight")
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .step("approval")
                .when(saga -> saga.start().price() > 500_000)
                .await(Trip.APPROVED, Trip.REJECTED, Duration.ofDays(2))
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }
    // endregion

    // region approved
    @Test
    void theSagaWaitsUntilSomebodyApproves() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", DEAR)
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .timePasses(Duration.ofHours(40))
                .when()
                .event(Trip.APPROVED, new Trip.Approved("t-1", "dana"))
                .then()
                .commands(command(Trip.CONFIRM, new Trip.Confirm("t-1")));
    }
    // endregion

    // region rejected
    @Test
    void aRejectionTurnsItBack() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", DEAR)
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .when()
                .event(Trip.REJECTED, new Trip.Rejected("t-1", "too dear"))
                .then()
                .commands(command(Flight.RELEASE, new Flight.ReleaseSeat("t-1")))
                .reason("TRIP_REJECTED: too dear");
    }
    // endregion

    // region silence
    @Test
    void soDoesSilence() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", DEAR)
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .when()
                .timePasses(Duration.ofDays(2))
                .then()
                .commands(command(Flight.RELEASE, new Flight.ReleaseSeat("t-1")))
                .reason("step approval timed out after PT48H");
    }
    // endregion

    // region early
    @Test
    void anApprovalThatComesBeforeItIsWaitedForIsKept() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", DEAR)
                .event(Trip.APPROVED, new Trip.Approved("t-1", "dana"))
                .when()
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .then()
                .outcome("approval", Outcome.SUCCEEDED)
                .commands(command(Trip.CONFIRM, new Trip.Confirm("t-1")));
    }
    // endregion
}
