package io.counterstep.examples.trip;

import static io.counterstep.core.definition.Version.version;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import java.time.Duration;
import java.util.Locale;

/** The process, and below it who is told what. Prices are in cents. */
final class BookTrip {
    static final long APPROVAL_ABOVE = 200_000;

    static SagaDefinition<Trip> definition() {
        return Saga.named("book-trip", version(1))
                .startedBy(REQUESTED)
                .together(parts -> parts.step("flight")
                        .invoke(ask(FLIGHT), SagaData::start)
                        .compensate(undo(FLIGHT), SagaData::start)
                        .step("hotel")
                        .invoke(ask(HOTEL), SagaData::start)
                        .compensate(undo(HOTEL), SagaData::start)
                        .step("car")
                        .invoke(ask(CAR), SagaData::start)
                        .compensate(undo(CAR), SagaData::start))
                .step("approval")
                .when(trip -> trip.start().price() > APPROVAL_ABOVE)
                .await(APPROVED, REJECTED, Duration.ofDays(2))
                .step("payment")
                .invoke(ask(BANK), SagaData::start)
                .pivot()
                .step("confirmation")
                .invoke(ask(MAIL), SagaData::start)
                .retriable()
                .withoutEndings();
    }

    record Trip(String tripId, String traveller, String city, long price) {}

    sealed interface Answer {}

    record Done(String tripId) implements Answer {}

    record Refused(String tripId, String reason) implements Answer, Refusal {}

    static final Participant FLIGHT = new Participant("flight", "flight-commands", "flight-events");
    static final Participant HOTEL = new Participant("hotel", "hotel-commands", "hotel-events");
    static final Participant CAR = new Participant("car", "car-commands", "car-events");
    static final Participant BANK = new Participant("bank", "bank-commands", "bank-events");
    static final Participant MAIL = new Participant("mail", "mail-commands", "mail-events");
    static final Participant DESK = new Participant("desk", "desk-commands", "desk-events");
    static final Event<Trip> REQUESTED = DESK.event(MessageType.of("TRIP_REQUESTED", Trip.class));
    static final Event<Done> APPROVED = DESK.event(MessageType.of("TRIP_APPROVED", Done.class));
    static final Event<Refused> REJECTED = DESK.event(MessageType.of("TRIP_REJECTED", Refused.class));

    /** Answered by such as FLIGHT_DONE or FLIGHT_REFUSED. */
    static Request<Trip, Answer> ask(Participant of) {
        return of.request(
                type(of, "ASKED", Trip.class), type(of, "DONE", Done.class), type(of, "REFUSED", Refused.class));
    }

    static Instruction<Trip> undo(Participant of) {
        return of.instruction(
                type(of, "UNDO", Trip.class), type(of, "UNDONE", Done.class), it -> new Done(it.tripId()));
    }

    private static <M> MessageType<M> type(Participant of, String what, Class<M> payload) {
        return MessageType.of(of.name().toUpperCase(Locale.ROOT) + "_" + what, payload);
    }
}
