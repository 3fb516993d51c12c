package io.counterstep.testing;

import static io.counterstep.core.definition.Version.version;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A definition as a generator draws it; it need not be one that builds. */
record Shape(List<StageShape> stages, boolean cancelable, boolean limited, boolean withEndings) {

    /** Steps of one stage. */
    record StageShape(List<StepShape> steps) {}

    record StepShape(Task task, boolean conditional, boolean optional, int resendSeconds) {}

    enum Task {
        COMPENSATABLE,
        READ_ONLY,
        PIVOT,
        PIVOT_WITH_COMPENSATION,
        RETRIABLE,
        CHILD,
        AWAIT,
        AWAIT_OR_REFUSAL
    }

    /** What starts it: which steps are done, if they are conditional, and which are refused, as bits by their position. */
    record Begun(int done, int refused) {}

    record Order(boolean refused) {}

    record Done(String text) {}

    record Refused(String text) {}

    private static final int PARTICIPANTS = 3;
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Participant OWNER = new Participant("owner", "owner-commands", "owner-events");

    static final List<String> PARTICIPANT_NAMES = List.of("owner", "party-a", "party-b", "party-c");

    /** @throws IllegalArgumentException if this is no definition */
    SagaDefinition<Begun> build() {
        Saga.Started<Begun> started =
                Saga.named("drawn", version(1)).startedBy(OWNER.event(MessageType.of("BEGUN", Begun.class)));
        if (cancelable) {
            started = started.canceledBy(OWNER.event(MessageType.of("CALLED_OFF", Done.class)));
        }
        if (limited) {
            started = started.deadline(DEADLINE.multipliedBy(2));
        }
        int position = 0;
        Saga.Steps<Begun> before = started;
        Saga.StepDone<Begun> last = null;
        for (StageShape stage : stages) {
            last = add(before, stage, position);
            before = last;
            position += stage.steps().size();
        }
        if (last == null) {
            throw new IllegalArgumentException("no stages");
        }
        return withEndings
                ? last.completeWith(instruction(OWNER, "COMPLETE"), Shape::order)
                        .cancelWith(instruction(OWNER, "CANCEL"), Shape::order)
                : last.withoutEndings();
    }

    private static Order order(SagaData<Begun> saga) {
        return new Order(false);
    }

    private static Saga.StepDone<Begun> add(Saga.Steps<Begun> before, StageShape stage, int position) {
        List<StepShape> steps = stage.steps();
        if (steps.size() == 1) {
            return whole(before.step("step-" + letter(position)), steps.getFirst(), position);
        }
        return before.together(group -> {
            Saga.GroupStep<Begun> last = whole(group.step("step-" + letter(position)), steps.getFirst(), position);
            for (int i = 1; i < steps.size(); i++) {
                last = whole(last.step("step-" + letter(position + i)), steps.get(i), position + i);
            }
            return last;
        });
    }

    private static char letter(int position) {
        return (char) ('a' + position);
    }

    private static <N extends Saga.Options<N>> N whole(Saga.StepNamed<Begun, N> named, StepShape shape, int position) {
        Saga.StepNamed<Begun, N> step =
                shape.conditional() ? named.when(saga -> (saga.start().done() & (1 << position)) != 0) : named;
        N done = done(step, shape.task(), position);
        if (shape.resendSeconds() > 0) {
            done = done.resendAfter(Duration.ofSeconds(shape.resendSeconds()));
        }
        return shape.optional() ? done.optional() : done;
    }

    private static <N extends Saga.Options<N>> N done(Saga.StepNamed<Begun, N> step, Task task, int position) {
        String name = "STEP_" + String.valueOf(letter(position)).toUpperCase(Locale.ROOT);
        int turn = position % PARTICIPANTS;
        Participant party = new Participant("party-" + letter(turn), "commands-" + turn, "events-" + turn);
        Command<Order> request = request(party, name);
        Instruction<Order> undo = instruction(party, name + "_UNDO");
        return switch (task) {
            case COMPENSATABLE ->
                step.invoke(request, it -> order(it, position)).compensate(undo, Shape::order);
            case READ_ONLY -> step.invoke(request, it -> order(it, position)).readOnly();
            case PIVOT -> step.invoke(request, it -> order(it, position)).pivot();
            case PIVOT_WITH_COMPENSATION ->
                step.invoke(request, it -> order(it, position))
                        .compensate(undo, Shape::order)
                        .pivot();
            case RETRIABLE -> step.invoke(request, it -> order(it, position)).retriable();
            case CHILD -> step.child(child(position), it -> new Begun(0, 0)).compensate();
            case AWAIT -> step.await(event(party, name + "_HAPPENED"), DEADLINE);
            case AWAIT_OR_REFUSAL ->
                step.await(event(party, name + "_HAPPENED"), event(party, name + "_REFUSED"), DEADLINE);
        };
    }

    private static Order order(SagaData<Begun> saga, int position) {
        return new Order((saga.start().refused() & (1 << position)) != 0);
    }

    private static Event<Done> event(Participant party, String name) {
        return party.event(MessageType.of(name, Done.class));
    }

    private static Request<Order, Object> request(Participant party, String name) {
        return party.request(
                MessageType.of(name, Order.class),
                MessageType.of(name + "_DONE", Done.class),
                MessageType.of(name + "_REFUSED", Refused.class));
    }

    private static Instruction<Order> instruction(Participant party, String name) {
        return party.instruction(
                MessageType.of(name, Order.class), MessageType.of(name + "_DONE", Done.class), it -> new Done("done"));
    }

    private static SagaDefinition<Begun> child(int position) {
        Participant party = new Participant("child-party", "child-commands", "child-events");
        return Saga.named("child-" + letter(position), version(1))
                .startedBy(OWNER.event(MessageType.of("CHILD_BEGUN", Begun.class)))
                .step("only")
                .invoke(request(party, "CHILD_STEP"), Shape::order)
                .compensate(instruction(party, "CHILD_STEP_UNDO"), Shape::order)
                .withoutEndings();
    }

    /** Participants that refuse what they are told to refuse. */
    static List<VirtualParticipant> participants() {
        return PARTICIPANT_NAMES.stream()
                .map(name -> VirtualParticipant.of(new Obedient(name)))
                .toList();
    }

    private record Obedient(String name) implements Callee {
        @Override
        public boolean handles(Command<?> command) {
            return command.participant().name().equals(name);
        }

        @Override
        public Object call(Command<?> command, Object payload) {
            boolean refused = command instanceof Request && payload instanceof Order order && order.refused();
            return refused ? new Refused("no") : new Done("done");
        }
    }
}
