package io.counterstep.guide;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;

/** What the airline is asked, and what it answers. */
final class Flight {

    record BookSeat(String tripId, String flight) {}

    sealed interface Reply {}

    record SeatBooked(String tripId) implements Reply {}

    record SeatRefused(String tripId, String reason) implements Reply, Refusal {}

    record ReleaseSeat(String tripId) {}

    record SeatReleased(String tripId) {}

    static final Participant FLIGHT = new Participant("flight", "flight-commands", "flight-events");

    static final MessageType<SeatBooked> BOOKED = MessageType.of("SEAT_BOOKED", SeatBooked.class);
    static final MessageType<SeatRefused> REFUSED = MessageType.of("SEAT_REFUSED", SeatRefused.class);

    static final Request<BookSeat, Reply> BOOK =
            FLIGHT.request(MessageType.of("SEAT_REQUESTED", BookSeat.class), BOOKED, REFUSED);

    static final Instruction<ReleaseSeat> RELEASE = FLIGHT.instruction(
            MessageType.of("SEAT_RELEASE", ReleaseSeat.class),
            MessageType.of("SEAT_RELEASED", SeatReleased.class),
            it -> new SeatReleased(it.tripId()));

    private Flight() {}
}
