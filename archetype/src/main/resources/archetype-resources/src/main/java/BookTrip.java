package ${package};

import static io.counterstep.core.definition.Version.version;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import java.time.Duration;

/**
 * A seat and a room, or neither. The functions that build commands must be pure. A change of steps, their order or their
 * commands is a version(2) beside this one, as long as sagas of version 1 are unfinished.
 */
final class BookTrip {

    static SagaDefinition<Trip.Planned> definition() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .step("flight")
                .invoke(
                        Flight.BOOK,
                        saga -> new Flight.BookSeat(saga.key(), saga.start().flight()))
                .compensate(
                        Flight.RELEASE,
                        saga -> new Flight.ReleaseSeat(saga.key(), saga.start().flight()))
                .step("hotel")
                .invoke(
                        Hotel.BOOK,
                        saga -> new Hotel.BookRoom(saga.key(), saga.start().hotel()))
                .compensate(
                        Hotel.RELEASE,
                        saga -> new Hotel.ReleaseRoom(saga.key(), saga.start().hotel()))
                .deadline(Duration.ofMinutes(2))
                .completeWith(Trip.CONFIRM, saga -> new Trip.Confirm(saga.key()))
                .cancelWith(
                        Trip.CANCEL,
                        saga -> new Trip.Cancel(saga.key(), saga.reason().orElseThrow()));
    }

    private BookTrip() {}
}
