package io.counterstep.guide;

import static io.counterstep.core.definition.Version.version;
import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import io.counterstep.testing.SagaScenario;
import org.junit.jupiter.api.Test;

class ChildSagasTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region child
    record Stay(String tripId, int nights) {}

    static final Event<Stay> STAY_PLANNED = Trip.TRIP.event(MessageType.of("STAY_PLANNED", Stay.class));

    static SagaDefinition<Stay> bookStay() {
        return Saga.named("book-stay", version(1))
                .startedBy(STAY_PLANNED)
                .step("hotel")
                .invoke(
                        Hotel.BOOK,
                        saga -> new Hotel.BookRoom(saga.key(), saga.start().nights()))
                .compensate(Hotel.RELEASE, saga -> new Hotel.ReleaseRoom(saga.key()))
                .withoutEndings();
    }
    // endregion

    // region parent
    static SagaDefinition<Trip.Planned> bookTrip() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .step("stay")
                .child(bookStay(), saga -> new Stay(saga.key(), saga.start().nights()))
                .compensate()
                .step("flight")
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }
    // endregion

    // region undone
    @Test
    void aChildIsTurnedBackLikeAnyStepAlsoAfterItsGoodEnd() {
        SagaScenario.of(bookTrip())
                .given()
                .started("t-1", TRIP)
                .replied(ChildSagas.COMPLETED, new ChildSagas.SagaCompleted())
                .when()
                .replied(Flight.REFUSED, new Flight.SeatRefused("t-1", "no seat is free"))
                .then()
                .commands(command(ChildSagas.UNDO, new ChildSagas.SagaUndo("book-stay")));
    }
    // endregion

    // region told
    @Test
    void aChildThatIsDoneTellsItsParent() {
        SagaScenario.of(bookStay())
                .given()
                .startedByParent(CommandId.parse("book-trip:t-1/stay/invoke"), "t-1", new Stay("t-1", 3))
                .when()
                .replied(Hotel.BOOKED, new Hotel.RoomBooked("t-1"))
                .then()
                .toldParent(ChildSagas.COMPLETED, new ChildSagas.SagaCompleted())
                .state(Status.COMPLETED);
    }
    // endregion
}
