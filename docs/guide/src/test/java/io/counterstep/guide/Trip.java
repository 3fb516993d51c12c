package io.counterstep.guide;

import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;

/** What the trip service publishes, and how it is told of the end. */
final class Trip {

    /** @param price in cents */
    record Planned(String tripId, String flight, int nights, long price) {}

    record Approved(String tripId, String by) {}

    record Rejected(String tripId, String reason) implements Refusal {}

    record CalledOff(String tripId) {}

    record Confirm(String tripId) {}

    record Confirmed(String tripId) {}

    record Cancel(String tripId, String reason) {}

    record Canceled(String tripId) {}

    static final Participant TRIP = new Participant("trip", "trip-commands", "trip-events");

    static final Event<Planned> PLANNED = TRIP.event(MessageType.of("TRIP_PLANNED", Planned.class));
    static final Event<Approved> APPROVED = TRIP.event(MessageType.of("TRIP_APPROVED", Approved.class));
    static final Event<Rejected> REJECTED = TRIP.event(MessageType.of("TRIP_REJECTED", Rejected.class));
    static final Event<CalledOff> CALLED_OFF = TRIP.event(MessageType.of("TRIP_CALLED_OFF", CalledOff.class));

    static final Instruction<Confirm> CONFIRM = TRIP.instruction(
            MessageType.of("TRIP_CONFIRM", Confirm.class),
            MessageType.of("TRIP_CONFIRMED", Confirmed.class),
            it -> new Confirmed(it.tripId()));

    static final Instruction<Cancel> CANCEL = TRIP.instruction(
            MessageType.of("TRIP_CANCEL", Cancel.class),
            MessageType.of("TRIP_CANCELED", Canceled.class),
            it -> new Canceled(it.tripId()));

    private Trip() {}
}
