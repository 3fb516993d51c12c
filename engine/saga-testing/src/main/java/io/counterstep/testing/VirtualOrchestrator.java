package io.counterstep.testing;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.Request;
import io.counterstep.core.message.SagaId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The orchestrator of a simulation: loads, decides, saves, and returns what is to be published. */
final class VirtualOrchestrator {

    private final SagaDefinition<?> definition;
    private final Set<Sabotage> sabotage;
    private final Tally tally;
    private final Map<SagaId, SagaInstance> sagas = new HashMap<>();

    VirtualOrchestrator(SagaDefinition<?> definition, Set<Sabotage> sabotage, Tally tally) {
        this.definition = definition;
        this.sabotage = sabotage;
        this.tally = tally;
    }

    @Nullable
    SagaInstance saga(SagaId id) {
        return sagas.get(id);
    }

    Optional<Instant> dueAt(SagaId id) {
        return sabotage.contains(Sabotage.CHECKS_OFF)
                ? Optional.empty()
                : Optional.ofNullable(sagas.get(id)).flatMap(SagaInstance::dueAt);
    }

    /** One committed transaction. */
    List<OutgoingCommand> commit(SagaId id, Input input, Instant now) {
        SagaInstance saga = sagas.get(id);
        Decision decision = decide(saga, input, now);
        return switch (decision) {
            case Decision.Moved moved -> {
                if (saga != null && saga.state().status().isFinal()) {
                    throw new Violation("G4", "saga " + id + " was over and moved again by " + input);
                }
                tally.count(
                        moved.transition() == null
                                ? "SAID_ONCE_MORE"
                                : moved.transition().kind().name());
                sagas.put(id, moved.saga());
                yield moved.commands();
            }
            case Decision.Repeated repeated -> {
                tally.count("REPEATED");
                yield sabotage.contains(Sabotage.RE_EMISSION_OFF) ? List.of() : repeated.commands();
            }
            case Decision.Ignored ignored -> {
                tally.count(ignored.reason().name());
                yield List.of();
            }
        };
    }

    private Decision decide(@Nullable SagaInstance saga, Input input, Instant now) {
        if (saga == null) {
            return Decider.decide(definition, null, input, now);
        }
        Decision decision = Decider.decide(definition, saga, input, now);
        if (!(decision instanceof Decision.Ignored ignored) || saga.waits().isEmpty()) {
            return decision;
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
                        .orElse(decision);
            }
            if (sabotage.contains(Sabotage.LATE_REPLY_ACCEPTED)) {
                return Decider.decide(definition, rewound(saga, reply), reply, now);
            }
        }
        return decision;
    }

    private static final Body NO_BODY = Body.of("");

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
        return new SagaInstance(
                saga.id(),
                saga.version(),
                new SagaState.Running(List.of(again)),
                saga.outcomes(),
                saga.facts(),
                saga.formerNames(),
                saga.parent(),
                saga.startedAt(),
                saga.deadline(),
                saga.revision());
    }
}
