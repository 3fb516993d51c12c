package ${package};

import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;

/** How a trip starts the saga, and how it ends. */
final class Trip {

    record Planned(String tripId, String flight, String hotel) {}

    record Confirm(String tripId) {}

    record Confirmed(String tripId) {}

    record Cancel(String tripId, String reason) {}

    record Canceled(String tripId, String reason) {}

    static final Participant TRIP = new Participant("trip", "trip-commands", "trip-events");

    static final Event<Planned> PLANNED = TRIP.event(MessageType.of("TRIP_PLANNED", Planned.class));

    static final Instruction<Confirm> CONFIRM = TRIP.instruction(
            MessageType.of("TRIP_CONFIRM", Confirm.class),
            MessageType.of("TRIP_CONFIRMED", Confirmed.class),
            it -> new Confirmed(it.tripId()));

    static final Instruction<Cancel> CANCEL = TRIP.instruction(
            MessageType.of("TRIP_CANCEL", Cancel.class),
            MessageType.of("TRIP_CANCELED", Canceled.class),
            it -> new Canceled(it.tripId(), it.reason()));

    private Trip() {}
}
