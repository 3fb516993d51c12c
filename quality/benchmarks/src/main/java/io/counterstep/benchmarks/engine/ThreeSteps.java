package io.counterstep.benchmarks.engine;

import static io.counterstep.core.definition.Version.version;

import io.counterstep.benchmarks.Order;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import java.util.List;

/** A saga of three steps, each compensatable. */
final class ThreeSteps {

    sealed interface Answer {}

    record Done(String orderId, String receipt) implements Answer {}

    record Refused(String orderId, String reason) implements Answer, Refusal {}

    static final Participant CLIENT = new Participant("client", "client-commands", "client-events");

    static final Event<Order> CREATED = CLIENT.event(MessageType.of("CREATED", Order.class));

    /** One participant's part, in the order of the saga. */
    record Part(Participant participant, Request<Order, Answer> ask, Instruction<Order> undo) {

        static Part of(String name) {
            Participant it = new Participant(name, name + "-commands", name + "-events");
            String type = name.toUpperCase(java.util.Locale.ROOT);
            return new Part(
                    it,
                    it.request(
                            MessageType.of(type + "_ASKED", Order.class),
                            MessageType.of(type + "_DONE", Done.class),
                            MessageType.of(type + "_REFUSED", Refused.class)),
                    it.instruction(
                            MessageType.of(type + "_UNDO", Order.class),
                            MessageType.of(type + "_UNDONE", Done.class),
                            order -> heard(order.orderId())));
        }
    }

    static final List<Part> PARTS = List.of(Part.of("first"), Part.of("second"), Part.of("third"));

    private ThreeSteps() {}

    static SagaDefinition<Order> definition() {
        return Saga.named("three-steps", version(1))
                .startedBy(CREATED)
                .step("first")
                .invoke(PARTS.get(0).ask(), SagaData::start)
                .compensate(PARTS.get(0).undo(), SagaData::start)
                .step("second")
                .invoke(PARTS.get(1).ask(), SagaData::start)
                .compensate(PARTS.get(1).undo(), SagaData::start)
                .step("third")
                .invoke(PARTS.get(2).ask(), SagaData::start)
                .compensate(PARTS.get(2).undo(), SagaData::start)
                .withoutEndings();
    }

    /** What begins the saga of that number. */
    static OutgoingMessage created(long saga, MessageFormat format) {
        Order order = Order.of(saga);
        String type = CREATED.type().name();
        return new OutgoingMessage(
                CLIENT.eventTopic(),
                order.orderId(),
                type,
                order.orderId() + "/created",
                null,
                null,
                format.encode(order.orderId(), type, order));
    }

    static Done heard(String orderId) {
        return new Done(orderId, "ok");
    }
}
