package io.counterstep.guide;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;

/** What the car rental is asked, and what it answers. */
final class Car {

    record BookCar(String tripId) {}

    sealed interface Reply {}

    record CarBooked(String tripId) implements Reply {}

    record CarRefused(String tripId, String reason) implements Reply, Refusal {}

    record ReleaseCar(String tripId) {}

    record CarReleased(String tripId) {}

    static final Participant CAR = new Participant("car", "car-commands", "car-events");

    static final MessageType<CarBooked> BOOKED = MessageType.of("CAR_BOOKED", CarBooked.class);
    static final MessageType<CarRefused> REFUSED = MessageType.of("CAR_REFUSED", CarRefused.class);

    static final Request<BookCar, Reply> BOOK =
            CAR.request(MessageType.of("CAR_REQUESTED", BookCar.class), BOOKED, REFUSED);

    static final Instruction<ReleaseCar> RELEASE = CAR.instruction(
            MessageType.of("CAR_RELEASE", ReleaseCar.class),
            MessageType.of("CAR_RELEASED", CarReleased.class),
            it -> new CarReleased(it.tripId()));

    private Car() {}
}
