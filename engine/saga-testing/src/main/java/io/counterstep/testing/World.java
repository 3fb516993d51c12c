package io.counterstep.testing;

import io.counterstep.core.decide.Input;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Request;
import io.counterstep.core.message.SagaId;
import io.counterstep.core.message.TechnicalFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that does not change while one saga of a definition is explored: its topics, the commands it may say, and what may
 * be answered. Immutable and thread-safe.
 */
final class World<S> {

    private static final String KEY = "explored";
    private static final SagaId PARENT = new SagaId("parent", KEY);
    private static final CommandId ASKED = new CommandId(PARENT, "child", Action.INVOKE);
    private static final CommandId ASKED_TO_UNDO = new CommandId(PARENT, "child", Action.COMPENSATE);
    private static final String PEOPLE = "(people)";

    final SagaDefinition<S> definition;
    final Engine<S> engine;
    final ParticipantHarness.Rules rules;
    final SagaId saga;
    final List<S> starts;
    final List<Said> commands = new ArrayList<>();
    final List<Awaited> awaited = new ArrayList<>();
    final List<String> topics = new ArrayList<>();
    final int startTopic;

    /** True if a parent starts the saga, and may undo it. */
    final boolean isChild;

    /** Where what people want comes from; whatever else is on its way, it may be read first. */
    final int people;

    /**
     * A command that the saga may say.
     *
     * @param entry the position of its step in the ledger
     * @param refusal null if it can only be confirmed
     */
    record Said(
            CommandId id,
            Command<?> command,
            int topic,
            int replyTopic,
            int entry,
            Answered success,
            @Nullable Answered refusal) {}

    record Answered(MessageType<?> type, Body body) {}

    /** A step that waits for an event. */
    record Awaited(Step<?> step, Answered event, @Nullable Answered refusal) {}

    World(SagaDefinition<S> definition, List<S> starts, Samples samples, Set<Sabotage> sabotage, boolean isChild) {
        this.isChild = isChild;
        this.definition = definition;
        this.engine = new Engine<>(definition, sabotage);
        this.rules = new SabotagedRules(sabotage, verdict -> {});
        this.saga = definition.id(KEY);
        this.starts = starts.isEmpty()
                ? List.of(definition
                        .startedBy()
                        .type()
                        .payload()
                        .cast(samples.of(definition.startedBy().type())))
                : List.copyOf(starts);
        startTopic = topic(definition.startedBy().participant().eventTopic());
        List<Step<S>> steps = definition.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step<S> step = steps.get(i);
            say(step.name(), Action.INVOKE, i, samples);
            say(step.name(), Action.COMPENSATE, i, samples);
            if (step.task() instanceof Task.Await<S> await) {
                awaited.add(awaited(step, await, samples));
            }
        }
        say(SagaDefinition.COMPLETE, Action.INVOKE, steps.size(), samples);
        say(SagaDefinition.CANCEL, Action.INVOKE, steps.size() + 1, samples);
        people = topic(PEOPLE);
    }

    private void say(String step, Action action, int entry, Samples samples) {
        Invocation<S, ?> invocation = definition.invocation(step, action);
        if (invocation == null) {
            return;
        }
        Command<?> command = invocation.command();
        MessageType<?> refusal = command.refusal();
        commands.add(new Said(
                new CommandId(saga, step, action),
                command,
                topic(command.participant().commandTopic()),
                topic(command.participant().eventTopic()),
                entry,
                answered(success(command), samples),
                refusal == null ? null : answered(refusal, samples)));
    }

    private static MessageType<?> success(Command<?> command) {
        return switch (command) {
            case Request<?, ?> request -> request.success();
            case Instruction<?> instruction -> instruction.confirmedBy();
        };
    }

    private static Answered answered(MessageType<?> type, Samples samples) {
        return new Answered(type, samples.body(type));
    }

    private Awaited awaited(Step<S> step, Task.Await<S> await, Samples samples) {
        Event<?> refusedBy = await.refusedBy();
        return new Awaited(
                step,
                answered(await.event().type(), samples),
                refusedBy == null ? null : answered(refusedBy.type(), samples));
    }

    private int topic(String name) {
        if (!topics.contains(name)) {
            topics.add(name);
        }
        return topics.indexOf(name);
    }

    /** What people may want: the customer's wish at 0, behind it what is awaited, at last the parent's undoing. */
    Letter ofPeople(int index, boolean refused, int delivery) {
        if (index > awaited.size()) {
            return new Letter(Letter.Kind.UNDO, 0, false, delivery);
        }
        return index == 0
                ? new Letter(Letter.Kind.CANCEL_WISH, 0, false, delivery)
                : new Letter(Letter.Kind.EVENT, index - 1, refused, delivery);
    }

    int entries() {
        return definition.steps().size() + 2;
    }

    int positionOf(CommandId id) {
        for (int i = 0; i < commands.size(); i++) {
            if (commands.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new Violation("G7", "the saga said what its definition does not know: " + id);
    }

    /** That record as the orchestrator reads it. */
    Input.Delivered input(Letter letter, int start) {
        String delivery = letter.deliveryId();
        return switch (letter.kind()) {
            case START -> new Input.Start(saga.key(), Body.of(startOf(start)), isChild ? ASKED : null, delivery);
            case UNDO -> new Input.Undo(saga.key(), ASKED_TO_UNDO, delivery);
            case CANCEL_WISH -> new Input.CancelRequest(label(letter), delivery);
            case EVENT -> {
                Answered event = event(letter);
                yield new Input.Reply(event.type().name(), event.body(), null, delivery);
            }
            case REPLY -> {
                Answered reply = reply(letter);
                yield new Input.Reply(
                        reply.type().name(),
                        reply.body(),
                        commands.get(letter.what()).id(),
                        delivery);
            }
            case FAILURE -> new Input.Failure(commands.get(letter.what()).id(), "the handler threw", delivery);
            case COMMAND -> throw new IllegalArgumentException("a command is not for the orchestrator: " + letter);
        };
    }

    private Object startOf(int start) {
        Object message = starts.get(start);
        if (message == null) {
            throw new IllegalArgumentException("start message " + start + " is null");
        }
        return message;
    }

    private Answered event(Letter letter) {
        Awaited step = awaited.get(letter.what());
        return letter.refusal() && step.refusal() != null ? step.refusal() : step.event();
    }

    private Answered reply(Letter letter) {
        Said said = commands.get(letter.what());
        return letter.refusal() && said.refusal() != null ? said.refusal() : said.success();
    }

    /** A name for people, the same for each record that says the same, and for no other. */
    String label(Letter letter) {
        return switch (letter.kind()) {
            case START -> definition.startedBy().type().name();
            case UNDO -> ChildSagas.UNDO_TYPE.name();
            case CANCEL_WISH ->
                definition.canceledBy() == null
                        ? ""
                        : definition.canceledBy().type().name();
            case EVENT ->
                event(letter).type() + of(awaited.get(letter.what()).step().name());
            case COMMAND -> commands.get(letter.what()).command().type() + of(letter.what());
            case REPLY -> reply(letter).type() + of(letter.what());
            case FAILURE -> TechnicalFailure.TYPE + of(letter.what());
        };
    }

    /** All that may ever happen, by its names. */
    Set<String> namesOfAll() {
        Set<String> labels = new TreeSet<>();
        labels.add("");
        for (Letter.Kind kind : List.of(Letter.Kind.START, Letter.Kind.CANCEL_WISH, Letter.Kind.UNDO)) {
            labels.add(label(new Letter(kind, 0, false, 0)));
        }
        for (int i = 0; i < awaited.size(); i++) {
            labels.add(label(new Letter(Letter.Kind.EVENT, i, false, 0)));
            labels.add(label(new Letter(Letter.Kind.EVENT, i, true, 0)));
        }
        for (int i = 0; i < commands.size(); i++) {
            for (Letter.Kind kind : List.of(Letter.Kind.COMMAND, Letter.Kind.REPLY, Letter.Kind.FAILURE)) {
                labels.add(label(new Letter(kind, i, false, 0)));
                labels.add(label(new Letter(kind, i, true, 0)));
            }
        }
        return Happening.names(labels);
    }

    private String of(int command) {
        CommandId id = commands.get(command).id();
        return of(id.step());
    }

    private static String of(String step) {
        return " (" + step + ")";
    }
}
