package io.counterstep.testing;

import static io.counterstep.core.definition.Version.version;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import io.counterstep.participant.Handlers;
import java.util.List;
import java.util.Locale;

/** A small saga to test the test kit with: a flight, a hotel and a car for a trip, all or none. */
final class Trip {

    record Planned(String trip, List<String> fullyBooked) {}

    record CallOff(String trip) {}

    record Book(String trip, boolean available) {}

    sealed interface BookReply {}

    record Booked(String trip) implements BookReply {}

    record FullyBooked(String trip, String reason) implements BookReply, Refusal {}

    record Release(String trip) {}

    record Released(String trip) {}

    record Tell(String trip, String news) {}

    record Told(String trip) {}

    /** One that can be booked; each has the same messages under its own names. */
    record Bookable(
            Participant participant,
            MessageType<Booked> booked,
            MessageType<FullyBooked> fullyBooked,
            Request<Book, BookReply> book,
            Instruction<Release> release) {

        static Bookable named(String name) {
            Participant participant = new Participant(name, name + "-commands", name + "-events");
            String upper = name.toUpperCase(Locale.ROOT);
            MessageType<Booked> booked = MessageType.of(upper + "_BOOKED", Booked.class);
            MessageType<FullyBooked> full = MessageType.of(upper + "_FULLY_BOOKED", FullyBooked.class);
            return new Bookable(
                    participant,
                    booked,
                    full,
                    participant.request(MessageType.of(upper + "_BOOK", Book.class), booked, full),
                    participant.instruction(
                            MessageType.of(upper + "_RELEASE", Release.class),
                            MessageType.of(upper + "_RELEASED", Released.class),
                            it -> new Released(it.trip())));
        }

        Book bookFor(Planned planned) {
            return new Book(planned.trip(), !planned.fullyBooked().contains(participant.name()));
        }

        Handlers handlers() {
            return Handlers.of(participant)
                    .on(book, it -> it.available() ? new Booked(it.trip()) : new FullyBooked(it.trip(), "nothing left"))
                    .on(release, it -> {})
                    .build();
        }
    }

    static final Bookable FLIGHT = Bookable.named("flight");
    static final Bookable HOTEL = Bookable.named("hotel");
    static final Bookable CAR = Bookable.named("car");

    static final Participant TRAVELER = new Participant("traveler", "traveler-commands", "traveler-events");
    static final Event<Planned> PLANNED = TRAVELER.event(MessageType.of("TRIP_PLANNED", Planned.class));
    static final Event<CallOff> CALLED_OFF = TRAVELER.event(MessageType.of("TRIP_CALLED_OFF", CallOff.class));
    static final Instruction<Tell> CONFIRM = TRAVELER.instruction(
            MessageType.of("TRIP_CONFIRM", Tell.class),
            MessageType.of("TRIP_CONFIRMED", Told.class),
            it -> new Told(it.trip()));
    static final Instruction<Tell> CANCEL = TRAVELER.instruction(
            MessageType.of("TRIP_CANCEL", Tell.class),
            MessageType.of("TRIP_CANCELED", Told.class),
            it -> new Told(it.trip()));

    private Trip() {}

    static SagaDefinition<Planned> definition() {
        return Saga.named("book-trip", version(1))
                .startedBy(PLANNED)
                .canceledBy(CALLED_OFF)
                .step("flight")
                .invoke(FLIGHT.book(), saga -> FLIGHT.bookFor(saga.start()))
                .compensate(FLIGHT.release(), saga -> new Release(saga.key()))
                .step("hotel")
                .invoke(HOTEL.book(), saga -> HOTEL.bookFor(saga.start()))
                .compensate(HOTEL.release(), saga -> new Release(saga.key()))
                .step("car")
                .invoke(CAR.book(), saga -> CAR.bookFor(saga.start()))
                .compensate(CAR.release(), saga -> new Release(saga.key()))
                .completeWith(CONFIRM, saga -> new Tell(saga.key(), "bon voyage"))
                .cancelWith(CANCEL, saga -> new Tell(saga.key(), saga.reason().orElseThrow()));
    }

    /** Handlers of every participant, with nothing in memory. */
    static List<Handlers> participants() {
        Handlers traveler =
                Handlers.of(TRAVELER).on(CONFIRM, it -> {}).on(CANCEL, it -> {}).build();
        return List.of(FLIGHT.handlers(), HOTEL.handlers(), CAR.handlers(), traveler);
    }

    /** A trip for which, half of the time, something is fully booked. */
    static Planned anyTrip(String key, Choices choices) {
        List<String> bookable = List.of("flight", "hotel", "car");
        int full = choices.below(2 * bookable.size());
        return new Planned(key, full < bookable.size() ? List.of(bookable.get(full)) : List.of());
    }
}
