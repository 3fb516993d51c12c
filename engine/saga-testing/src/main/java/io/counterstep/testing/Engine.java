package io.counterstep.testing;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The function that decides, or a broken form of it. Immutable and thread-safe. */
final class Engine<S> {

    private static final Body NO_BODY = Body.of("");

    private final SagaDefinition<S> definition;
    private final Set<Sabotage> sabotage;

    Engine(SagaDefinition<S> definition, Set<Sabotage> sabotage) {
        this.definition = definition;
        this.sabotage = sabotage;
    }

    Optional<Instant> dueAt(SagaInstance saga) {
        return sabotage.contains(Sabotage.CHECKS_OFF) ? Optional.empty() : saga.dueAt();
    }

    Decision decide(@Nullable SagaInstance saga, Input input, Instant now) {
        Decision decision = Decider.decide(definition, saga, input, now);
        if (sabotage.isEmpty() || saga == null) {
            return decision;
        }
        return switch (decision) {
            case Decision.Ignored ignored -> insteadOfIgnoring(saga, input, ignored, now);
            case Decision.Repeated repeated ->
                sabotage.contains(Sabotage.RE_EMISSION_OFF) ? new Decision.Ignored(Reason.STALE_REPLY) : repeated;
            case Decision.Moved moved -> sabotage.contains(Sabotage.UNDO_ORDER_OFF) ? undoneAtOnce(saga, moved) : moved;
        };
    }

    private Decision insteadOfIgnoring(SagaInstance saga, Input input, Decision.Ignored ignored, Instant now) {
        if (saga.waits().isEmpty()) {
            return ignored;
        }
        if (sabotage.contains(Sabotage.RE_EMISSION_FOR_ANY) && ignored.reason() != Reason.NOTHING_DUE) {
            String cause = saga.waits().getFirst().causedBy();
            return Decider.decide(definition, saga, new Input.Start(saga.id().key(), NO_BODY, cause), now);
        }
        if (input instanceof Input.Reply reply) {
            if (sabotage.contains(Sabotage.ANY_REPLY_ACCEPTED)) {
                return saga.waits().stream()
                        .flatMap(it -> asAwaited(reply, it).stream())
                        .findFirst()
                        .map(it -> Decider.decide(definition, saga, it, now))
                        .orElse(ignored);
            }
            if (sabotage.contains(Sabotage.LATE_REPLY_ACCEPTED)) {
                return Decider.decide(definition, rewound(saga, reply), reply, now);
            }
        }
        return ignored;
    }

    /** That reply, disguised as the one that is awaited; empty if none is, but an event. */
    private Optional<Input> asAwaited(Input.Reply reply, Outstanding awaited) {
        Invocation<?, ?> invocation =
                definition.invocation(awaited.step(), awaited.command().action());
        if (invocation == null) {
            return Optional.empty();
        }
        Command<?> command = invocation.command();
        String type = switch (command) {
            case Request<?, ?> request -> request.success().name();
            case Instruction<?> instruction -> instruction.confirmedBy().name();
        };
        return Optional.of(new Input.Reply(type, reply.body(), awaited.command(), reply.delivery()));
    }

    /** That saga as if it still waited for the step that it is undoing. */
    private static SagaInstance rewound(SagaInstance saga, Input.Reply reply) {
        CommandId asked = reply.inReplyTo();
        Outstanding undoing = saga.waits().stream()
                .filter(it -> it.command().action() == Action.COMPENSATE)
                .filter(it -> asked != null
                        && asked.action() == Action.INVOKE
                        && asked.step().equals(it.command().step()))
                .findFirst()
                .orElse(null);
        if (undoing == null || asked == null) {
            return saga;
        }
        Outstanding again = new Outstanding(
                undoing.step(), asked, 1, 0, null, undoing.resendAt(), undoing.resendAt(), "sabotage", null, null);
        return inState(saga, new SagaState.Running(List.of(again)));
    }

    private static SagaInstance inState(SagaInstance saga, SagaState state) {
        return new SagaInstance(
                saga.id(),
                saga.version(),
                state,
                saga.outcomes(),
                saga.facts(),
                saga.formerNames(),
                saga.parent(),
                saga.startedAt(),
                saga.deadline(),
                saga.revision());
    }

    /** When the saga turns back, every compensation is said, and not only those of the last stage. */
    private Decision undoneAtOnce(SagaInstance before, Decision.Moved moved) {
        if (!(before.state() instanceof SagaState.Running)
                || !(moved.saga().state() instanceof SagaState.Compensating back)) {
            return moved;
        }
        SagaInstance saga = moved.saga();
        List<Outstanding> waits = new ArrayList<>(back.waits());
        List<OutgoingCommand> commands = new ArrayList<>(moved.commands());
        Outstanding like = waits.getFirst();
        for (Step<S> step : definition.steps()) {
            Invocation<S, ?> undo = step.compensation();
            boolean waitedFor = waits.stream().anyMatch(it -> it.step().equals(step.name()));
            if (undo != null && !waitedFor && saga.outcomes().get(step.name()) == Outcome.SUCCEEDED) {
                CommandId id = new CommandId(saga.id(), step.name(), Action.COMPENSATE);
                waits.add(new Outstanding(
                        step.name(), id, 1, 0, null, like.resendAt(), null, like.causedBy(), null, null));
                SagaData<S> data = definition.data(saga.id(), saga.facts(), back.reason());
                commands.add(new OutgoingCommand(id, undo.key().apply(data), undo.command(), undo.build(data)));
            }
        }
        SagaInstance wrong = inState(saga, new SagaState.Compensating(waits, back.reason()));
        return new Decision.Moved(wrong, moved.transition(), commands, moved.reply());
    }
}
