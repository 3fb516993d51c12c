package io.counterstep.guide;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;

/** What the post room is told. It cannot refuse. */
final class Mail {

    record Send(String tripId) {}

    record Sent(String tripId) {}

    static final Participant MAIL = new Participant("mail", "mail-commands", "mail-events");

    static final MessageType<Sent> SENT = MessageType.of("TICKETS_SENT", Sent.class);

    static final Instruction<Send> SEND =
            MAIL.instruction(MessageType.of("TICKETS_SEND", Send.class), SENT, it -> new Sent(it.tripId()));

    private Mail() {}
}
