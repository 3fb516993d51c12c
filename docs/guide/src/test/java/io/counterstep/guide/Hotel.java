package io.counterstep.guide;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;

// region vocabulary
/** What the hotel is asked, and what it answers. */
final class Hotel {

    record BookRoom(String tripId, int nights) {}

    sealed interface Reply {}

    record RoomBooked(String tripId) implements Reply {}

    record RoomRefused(String tripId, String reason) implements Reply, Refusal {}

    record ReleaseRoom(String tripId) {}

    record RoomReleased(String tripId) {}

    static final Participant HOTEL = new Participant("hotel", "hotel-commands", "hotel-events");

    static final MessageType<RoomBooked> BOOKED = MessageType.of("ROOM_BOOKED", RoomBooked.class);
    static final MessageType<RoomRefused> REFUSED = MessageType.of("ROOM_REFUSED", RoomRefused.class);

    static final Request<BookRoom, Reply> BOOK =
            HOTEL.request(MessageType.of("ROOM_REQUESTED", BookRoom.class), BOOKED, REFUSED);

    static final Instruction<ReleaseRoom> RELEASE = HOTEL.instruction(
            MessageType.of("ROOM_RELEASE", ReleaseRoom.class),
            MessageType.of("ROOM_RELEASED", RoomReleased.class),
            it -> new RoomReleased(it.tripId()));

    private Hotel() {}
}
// endregion
