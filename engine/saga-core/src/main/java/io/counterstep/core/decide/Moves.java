package io.counterstep.core.decide;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Moved;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Decision.Repeated;
import io.counterstep.core.decide.SagaState.Active;
import io.counterstep.core.decide.SagaState.Canceling;
import io.counterstep.core.decide.SagaState.Compensating;
import io.counterstep.core.decide.SagaState.Completing;
import io.counterstep.core.decide.SagaState.NeedsAttention;
import io.counterstep.core.decide.SagaState.Running;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.SagaId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The moves of one definition at one moment: forward, back, and again. */
final class Moves<S> {

    /** Of what a participant says why; more is cut off. */
    static final int MAX_REASON_LENGTH = 1_000;

    private final SagaDefinition<S> definition;
    private final Instant now;

    private Moves(SagaDefinition<S> definition, Instant now) {
        this.definition = definition;
        this.now = now;
    }

    static <S> Moves<S> of(SagaDefinition<S> definition, Instant now) {
        return new Moves<>(definition, now);
    }

    Decision start(Input.Start start) {
        MessageType<S> type = definition.startedBy().type();
        SagaId id = definition.id(start.key());
        Step<S> first = definition.first();
        SagaState.Running running = new Running(invoke(id, first, start.delivery()));
        SagaInstance saga =
                new SagaInstance(id, definition.version().number(), running, Map.of(type.name(), start.body()), now, 1);
        OutgoingCommand command = say(saga, running);
        return new Moved(
                saga,
                transition(saga, Kind.STARTED, first.name(), Status.RUNNING, type.name(), command, null),
                List.of(command));
    }

    Decision repeat(SagaInstance saga, Active active) {
        return new Repeated(List.of(say(saga, active)));
    }

    Decision reply(SagaInstance saga, Active active, Input.Reply reply) {
        CommandId waitsFor = active.outstanding().command();
        boolean answers = definition
                .invocation(waitsFor.step(), waitsFor.action())
                .command()
                .isAnsweredBy(reply.type());
        if (!answers || (reply.inReplyTo() != null && !reply.inReplyTo().equals(waitsFor))) {
            return new Ignored(Reason.STALE_REPLY);
        }
        SagaInstance wiser = saga.learned(reply.type(), reply.body());
        return switch (active) {
            case Running running -> {
                Step<S> step = definition.step(waitsFor.step());
                yield step.request().refusal().name().equals(reply.type())
                        ? refused(wiser, step, reply)
                        : succeeded(wiser, step, reply);
            }
            case Completing completing -> over(wiser, new SagaState.Completed(), Kind.COMPLETED, reply.type());
            case Compensating compensating -> compensated(wiser, compensating, reply);
            case Canceling canceling ->
                over(wiser, new SagaState.Canceled(canceling.reason()), Kind.CANCELED, reply.type());
        };
    }

    private Decision succeeded(SagaInstance saga, Step<S> step, Input.Reply reply) {
        Step<S> next = definition.after(step.name());
        Active state = next == null
                ? new Completing(insist(saga.id(), SagaDefinition.COMPLETE, Action.INVOKE, reply.delivery()))
                : new Running(invoke(saga.id(), next, reply.delivery()));
        return move(saga, state, Kind.STEP_SUCCEEDED, step.name(), reply.type(), null);
    }

    /** A refused step had no effect, so the one before it is the first to be undone. */
    private Decision refused(SagaInstance saga, Step<S> step, Input.Reply reply) {
        String reason = reason(step.request().refusal(), reply.body());
        Active state = back(saga.id(), definition.before(step.name()), reason, reply.delivery());
        return move(saga, state, Kind.STEP_REFUSED, step.name(), reply.type(), reason);
    }

    private static String reason(MessageType<?> refusal, Body body) {
        String why = body.as(refusal) instanceof Refusal stated ? stated.reason() : null;
        return why == null || why.isBlank() ? refusal.name() : refusal.name() + ": " + presentable(why);
    }

    /**
     * A reason is stored, shown and said on in commands, so it has a bound, no NUL, which no text column takes, and no half
     * of a surrogate pair, which no UTF-8 has.
     */
    private static String presentable(String why) {
        String clean = why.replace("\0", "");
        String bounded = clean.substring(0, Math.min(clean.length(), MAX_REASON_LENGTH));
        StringBuilder presentable = new StringBuilder(bounded.length());
        bounded.codePoints()
                .map(it -> Character.MIN_SURROGATE <= it && it <= Character.MAX_SURROGATE ? '?' : it)
                .forEach(presentable::appendCodePoint);
        return presentable.toString();
    }

    private Decision compensated(SagaInstance saga, Compensating compensating, Input.Reply reply) {
        String step = compensating.outstanding().command().step();
        Active state = back(saga.id(), definition.before(step), compensating.reason(), reply.delivery());
        return move(saga, state, Kind.STEP_COMPENSATED, step, reply.type(), null);
    }

    private Decision over(SagaInstance saga, SagaState.Final end, Kind kind, String message) {
        SagaInstance ended = saga.moved(end);
        String reason = end instanceof SagaState.Canceled canceled ? canceled.reason() : null;
        String step = kind == Kind.COMPLETED ? SagaDefinition.COMPLETE : SagaDefinition.CANCEL;
        return new Moved(ended, transition(ended, kind, step, saga.state().status(), message, null, reason), List.of());
    }

    /** Only a saga that still runs forward can be canceled; the step it waits for may have taken effect. */
    Decision cancel(SagaInstance saga, Active active, Input.CancelRequest cancel) {
        return switch (active) {
            case Running running -> {
                Step<S> step = definition.step(running.outstanding().command().step());
                Active state = back(saga.id(), step, cancel.type(), cancel.delivery());
                yield move(saga, state, Kind.CANCEL_REQUESTED, step.name(), cancel.type(), null);
            }
            case Completing completing -> new Ignored(Reason.CANCEL_TOO_LATE);
            case SagaState.TurnedBack back -> new Ignored(Reason.CANCEL_TOO_LATE);
        };
    }

    Decision failure(SagaInstance saga, Active active, Input.Failure failure) {
        String reason = presentable(failure.reason());
        Outstanding outstanding = active.outstanding();
        // Each sending fails at most once; more is the same failure told again.
        boolean toldAgain = outstanding.failures() >= outstanding.attempt();
        if (toldAgain || !outstanding.command().equals(failure.inReplyTo())) {
            return new Ignored(Reason.STALE_REPLY);
        }
        Outstanding failed =
                outstanding.failed(definition.resend(outstanding.command().step()), now);
        boolean hopeless = failed.deadline() == null && failed.failures() >= Decider.MAX_FAILURES;
        SagaState state = hopeless
                ? new NeedsAttention(
                        active.waitingFor(failed), failed.failures() + " technical failures, the last: " + reason)
                : active.waitingFor(failed);
        SagaInstance next = saga.moved(state);
        Kind kind = hopeless ? Kind.ATTENTION_NEEDED : Kind.STEP_FAILED;
        return new Moved(
                next,
                transition(next, kind, failed.command().step(), saga.state().status(), null, null, reason),
                List.of());
    }

    Decision check(SagaInstance saga, Active active) {
        Outstanding outstanding = active.outstanding();
        String stepName = outstanding.command().step();
        if (outstanding.deadline() != null && !now.isBefore(outstanding.deadline())) {
            Step<S> step = definition.step(stepName);
            String reason = "step " + stepName + " timed out after " + step.deadline();
            Active state = back(saga.id(), step, reason, timedOut(outstanding));
            return move(saga, state, Kind.STEP_TIMED_OUT, stepName, null, reason);
        }
        if (!now.isBefore(outstanding.resendAt())) {
            Active state = active.waitingFor(outstanding.resent(definition.resend(stepName), now));
            return move(saga, state, Kind.COMMAND_RESENT, stepName, null, null);
        }
        return new Ignored(Reason.NOTHING_DUE);
    }

    /** No record causes a time-out, so none can be redelivered; the check is what says the command again. */
    private static String timedOut(Outstanding outstanding) {
        return "deadline of " + outstanding.command();
    }

    Decision retry(SagaInstance saga, Active active, Input.Retry retry) {
        Outstanding outstanding = active.outstanding();
        String step = outstanding.command().step();
        Active state = active.waitingFor(outstanding.retried(definition.resend(step), now));
        return move(saga, state, Kind.RETRIED, step, null, retry.by() + ": " + retry.why());
    }

    /** The way back from that step, itself included; from before the first step only the cancellation is left. */
    private Active back(SagaId id, @Nullable Step<S> from, String reason, String cause) {
        return from == null
                ? new Canceling(insist(id, SagaDefinition.CANCEL, Action.INVOKE, cause), reason)
                : new Compensating(insist(id, from.name(), Action.COMPENSATE, cause), reason);
    }

    private Outstanding invoke(SagaId id, Step<S> step, String cause) {
        return sent(new CommandId(id, step.name(), Action.INVOKE), step.deadline(), cause);
    }

    /** What must be done has no deadline. */
    private Outstanding insist(SagaId id, String step, Action action, String cause) {
        return sent(new CommandId(id, step, action), null, cause);
    }

    private Outstanding sent(CommandId command, @Nullable Duration deadline, String cause) {
        return Outstanding.sent(command, definition.resend(command.step()), deadline, cause, now);
    }

    private Moved move(
            SagaInstance saga,
            Active state,
            Kind kind,
            String step,
            @Nullable String message,
            @Nullable String detail) {
        SagaInstance next = saga.moved(state);
        OutgoingCommand command = say(next, state);
        return new Moved(
                next, transition(next, kind, step, saga.state().status(), message, command, detail), List.of(command));
    }

    private OutgoingCommand say(SagaInstance saga, Active active) {
        CommandId id = active.outstanding().command();
        String reason = active instanceof SagaState.TurnedBack back ? back.reason() : null;
        SagaData<S> data = definition.data(saga.id(), saga.facts(), reason);
        return say(id, definition.invocation(id.step(), id.action()), data);
    }

    private <C> OutgoingCommand say(CommandId id, Invocation<S, C> invocation, SagaData<S> data) {
        C payload = invocation.build(data);
        return new OutgoingCommand(id, invocation.command(), payload);
    }

    private Transition transition(
            SagaInstance next,
            Kind kind,
            String step,
            Status from,
            @Nullable String message,
            @Nullable OutgoingCommand command,
            @Nullable String detail) {
        List<String> commands =
                command == null ? List.of() : List.of(command.command().type().name());
        return new Transition(
                next.revision(), now, kind, step, from, next.state().status(), message, commands, detail);
    }
}
