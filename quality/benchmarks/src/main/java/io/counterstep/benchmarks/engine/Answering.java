package io.counterstep.benchmarks.engine;

import io.counterstep.benchmarks.Fate;
import io.counterstep.core.message.CommandId;
import io.counterstep.messaging.BatchHandler;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The three participants, without I/O: each command's answer follows from the saga's number alone, so no
 * ledger is needed to answer it the same way twice. Thread-safe.
 */
final class Answering implements BatchHandler {

    private final MessageFormat format;

    Answering(MessageFormat format) {
        this.format = format;
    }

    @Override
    public Outcome handle(List<IncomingMessage> batch) {
        List<OutgoingMessage> answers = new ArrayList<>(batch.size());
        for (IncomingMessage command : batch) {
            answers.add(answer(command));
        }
        return new Outcome(answers, new ArrayList<>());
    }

    private OutgoingMessage answer(IncomingMessage command) {
        String type = command.type();
        long saga = Long.parseLong(command.key());
        for (int step = 1; step <= ThreeSteps.PARTS.size(); step++) {
            ThreeSteps.Part part = ThreeSteps.PARTS.get(step - 1);
            String topic = part.participant().eventTopic();
            if (type.equals(part.undo().type().name())) {
                return say(command, topic, part.undo().confirmedBy().name());
            }
            if (type.equals(part.ask().type().name())) {
                command.body().as(part.ask().type());
                return Fate.of(saga).refusingStep() == step
                        ? say(
                                command,
                                topic,
                                part.ask().refusal().name(),
                                new ThreeSteps.Refused(command.key(), "as planned"))
                        : say(command, topic, part.ask().success().name());
            }
        }
        throw new IllegalStateException("nobody here is asked to " + type);
    }

    private OutgoingMessage say(IncomingMessage command, String topic, String type) {
        return say(command, topic, type, ThreeSteps.heard(command.key()));
    }

    private OutgoingMessage say(IncomingMessage command, String topic, String type, Object answer) {
        CommandId id = CommandId.parse(command.id());
        return new OutgoingMessage(
                topic,
                command.key(),
                type,
                id + "/reply",
                id,
                command.trace(),
                format.encode(command.key(), type, answer));
    }

    @Override
    public List<OutgoingMessage> giveUp(IncomingMessage poison, String reason) {
        throw new IllegalStateException(poison.type() + " cannot be answered: " + reason);
    }
}
