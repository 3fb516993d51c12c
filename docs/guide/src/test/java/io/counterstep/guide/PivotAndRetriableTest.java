package io.counterstep.guide;

import static io.counterstep.core.definition.Version.version;
import static io.counterstep.testing.SagaScenario.command;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.testing.SagaScenario;
import io.counterstep.testing.VirtualParticipant;
import org.junit.jupiter.api.Test;

class PivotAndRetriableTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region definition
    static SagaDefinition<Trip.Planned> bookTrip() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .canceledBy(Trip.CALLED_OFF)
                .step("flight") // compensatable
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .step("payment") // the pivot
                .invoke(Bank.PAY, Commands::pay)
                .pivot()
                .step("tickets") // retriable
                .invoke(Mail.SEND, Commands::send)
                .retriable()
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }
    // endregion

    // region refused
    @Test
    void aPivotThatIsRefusedTurnsTheSagaBack() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", TRIP)
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .when()
                .replied(Bank.REFUSED, new Bank.PaymentRefused("t-1", "the balance is too low"))
                .then()
                .commands(command(Flight.RELEASE, new Flight.ReleaseSeat("t-1")));
    }
    // endregion

    // region silent
    @Test
    void aPivotIsAskedForUntilItIsAnsweredHoweverLongThatTakes() {
        SagaScenario.of(bookTrip())
                .with(
                        VirtualParticipant.of(Flight.FLIGHT),
                        VirtualParticipant.of(Bank.BANK).silentFor(20),
                        VirtualParticipant.of(Mail.MAIL),
                        VirtualParticipant.of(Trip.TRIP))
                .when()
                .started("t-1", TRIP)
                .untilOver()
                .then()
                .state(Status.COMPLETED);
    }
    // endregion

    // region after
    @Test
    void behindThePivotThereIsNoWayBack() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", TRIP)
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .replied(Bank.PAID, new Bank.Paid("t-1"))
                .when()
                .cancelRequested()
                .then()
                .ignored(Reason.CANCEL_TOO_LATE)
                .state(Status.RUNNING);
    }
    // endregion

    // region mistakes
    @Test
    void aDefinitionWithItsKindsInTheWrongOrderIsRefused() {
        assertThatThrownBy(() -> Saga.named("book-trip", version(1))
                        .startedBy(Trip.PLANNED)
                        .step("payment")
                        .invoke(Bank.PAY, Commands::pay)
                        .pivot()
                        .step("flight")
                        .invoke(Flight.BOOK, Commands::seat)
                        .compensate(Flight.RELEASE, Commands::noSeat)
                        .withoutEndings())
                .hasMessage(
                        "saga 'book-trip' has 1 mistake: step 'flight' could not be undone any more, since it stands"
                                + " behind the pivot 'payment': make it retriable, or move it before that");
    }
    // endregion
}
