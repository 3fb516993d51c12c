package io.counterstep.orchestrator;

import io.counterstep.core.decide.Input;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import io.counterstep.core.message.TechnicalFailure;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.UnreadableMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a message means to which sagas. Thread-safe. */
final class Interpreter {

    private static final Logger LOG = LoggerFactory.getLogger(Interpreter.class);

    private final SagaDefinitions definitions;
    private final boolean strict;

    /** @param strict refuse replies off their declared topic */
    Interpreter(SagaDefinitions definitions, boolean strict) {
        this.definitions = definitions;
        this.strict = strict;
    }

    /**
     * Never empty; more than one only where several definitions use the same message type.
     *
     * @throws UnreadableMessageException if the message means nothing to any saga, or its body does not fit its type
     */
    List<Delivery> interpret(IncomingMessage message) {
        if (message.record().topic().equals(ChildSagas.PARTICIPANT.commandTopic())) {
            return List.of(asked(message));
        }
        if (message.type().equals(TechnicalFailure.TYPE.name())) {
            return List.of(failure(message));
        }
        SagaDefinitions.Meaning meaning = definitions.meaningOf(message.type());
        if (meaning == null) {
            throw new UnreadableMessageException("no saga knows a message of type " + message.type());
        }
        Object decoded = message.body().as(meaning.type());
        List<Delivery> deliveries = new ArrayList<>();
        for (String definition : meaning.starts()) {
            deliveries.add(to(message, definition, new Input.Start(message.key(), message.body(), message.delivery())));
        }
        for (String definition : meaning.cancels()) {
            deliveries.add(to(message, definition, new Input.CancelRequest(message.type(), message.delivery())));
        }
        for (Map.Entry<String, String> answer : meaning.answers().entrySet()) {
            CommandId inReplyTo = message.inReplyTo();
            if (inReplyTo == null || inReplyTo.saga().definition().equals(answer.getKey())) {
                requireTopic(message, answer.getValue());
                Input reply = new Input.Reply(message.type(), message.body(), inReplyTo, message.delivery());
                deliveries.add(
                        inReplyTo == null
                                ? to(message, answer.getKey(), reply)
                                : new Delivery(message, inReplyTo.saga(), reply));
            }
        }
        if (deliveries.isEmpty()) {
            throw new UnreadableMessageException(
                    decoded.getClass().getSimpleName() + " answers " + message.inReplyTo() + ", a saga not known here");
        }
        return deliveries;
    }

    /** What a parent asks of its child. */
    private Delivery asked(IncomingMessage message) {
        CommandId command;
        try {
            command = CommandId.parse(message.id());
        } catch (IllegalArgumentException invalid) {
            throw new UnreadableMessageException(
                    "message on " + message.record().topic() + " must have the parent's command as its id: "
                            + invalid.getMessage(),
                    invalid);
        }
        if (message.type().equals(ChildSagas.UNDO_TYPE.name())) {
            String child = message.body().as(ChildSagas.UNDO_TYPE).saga();
            if (child == null || definitions.newest(child) == null) {
                throw new UnreadableMessageException(message.type() + " is for saga '" + child + "', not known here");
            }
            return to(message, child, new Input.Undo(message.key(), command, message.delivery()));
        }
        String child = definitions.childOf(command);
        SagaDefinition<?> definition = child == null ? null : definitions.newest(child);
        if (child == null
                || definition == null
                || !definition.startedBy().type().name().equals(message.type())) {
            throw new UnreadableMessageException(
                    message.type() + " of " + command + " starts no child saga that is known here");
        }
        Object decoded = message.body().as(definition.startedBy().type());
        LOG.debug("{} starts {} with {}", command, child, decoded);
        return to(message, child, new Input.Start(message.key(), message.body(), command, message.delivery()));
    }

    private static Delivery failure(IncomingMessage message) {
        CommandId command = message.inReplyTo();
        if (command == null) {
            throw new UnreadableMessageException(message.type() + " does not say which command it answers");
        }
        String reason = message.body().as(TechnicalFailure.TYPE).reason();
        Input input = new Input.Failure(command, reason == null ? "no reason given" : reason, message.delivery());
        return new Delivery(message, command.saga(), input);
    }

    private void requireTopic(IncomingMessage message, String topic) {
        if (strict && !message.record().topic().equals(topic)) {
            throw new UnreadableMessageException(message.type() + " is answered on " + topic + ", not on "
                    + message.record().topic() + " (counterstep.strict-topics is on)");
        }
    }

    private static Delivery to(IncomingMessage message, String definition, Input input) {
        return new Delivery(message, new SagaId(definition, message.key()), input);
    }
}
