package io.counterstep.systemtests.docs.trip;

import static io.counterstep.core.definition.Version.version;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import java.time.Duration;

// region definition
/** A flight and a room, or neither. */
final class BookTrip {

    static SagaDefinition<Trip.Planned> definition() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .step("flight")
                .invoke(
                        Flight.BOOK,
                        saga -> new Flight.BookSeat(saga.key(), saga.start().flight()))
                .compensate(Flight.RELEASE, saga -> new Flight.ReleaseSeat(saga.key()))
                .step("hotel")
                .invoke(
                        Hotel.BOOK,
                        saga -> new Hotel.BookRoom(saga.key(), saga.start().nights()))
                .compensate(Hotel.RELEASE, saga -> new Hotel.ReleaseRoom(saga.key()))
                .deadline(Duration.ofMinutes(2))
                .completeWith(Trip.CONFIRM, saga -> new Trip.Confirm(saga.key()))
                .cancelWith(
                        Trip.CANCEL,
                        saga -> new Trip.Cancel(saga.key(), saga.reason().orElseThrow()));
    }

    private BookTrip() {}
}
// endregion
