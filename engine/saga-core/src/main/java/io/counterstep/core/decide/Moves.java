package io.counterstep.core.decide;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Decision.Repeated;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.MessageType;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What messages mean to a saga that exists: replies, events, failures, wishes. Works on one draft. */
final class Moves<S> {

    private final Draft<S> draft;
    private final Course<S> course;
    private final SagaDefinition<S> definition;

    Moves(Draft<S> draft) {
        this.draft = draft;
        this.course = new Course<>(draft);
        this.definition = draft.definition;
    }

    /** Says again what that delivery caused; null if it caused nothing that is outstanding. */
    @Nullable
    Decision redelivered(String delivery) {
        List<OutgoingCommand> commands = draft.waits.values().stream()
                .filter(it ->
                        it.causedBy().equals(delivery) && it.attempt() > 0 && !it.isHeld() && it.resendAt() != null)
                .filter(it -> draft.gate(it) == null)
                .flatMap(this::built)
                .toList();
        return commands.isEmpty() ? null : new Repeated(commands, null);
    }

    /** What can no longer be built is left to the next check, which says so to a person. */
    private Stream<OutgoingCommand> built(Outstanding wait) {
        try {
            return Stream.of(draft.build(wait));
        } catch (RuntimeException failed) {
            return Stream.empty();
        }
    }

    /** A parent that asks again has missed the answer, if there is one. */
    Decision startedAgain(Input.Start start) {
        CommandId asked = start.parent();
        OutgoingReply reply = asked == null ? null : Replies.of(draft.phase, asked, draft.reason);
        return reply == null ? new Ignored(Reason.DUPLICATE_START) : new Repeated(List.of(), reply);
    }

    Decision reply(Input.Reply reply) {
        List<Outstanding> answered = draft.waits.values().stream()
                .filter(it -> accepts(it, reply.type()) && mayBeAnswered(it, reply.type()))
                .filter(it -> reply.inReplyTo() == null || reply.inReplyTo().equals(it.command()))
                .toList();
        if (answered.isEmpty()) {
            return reply.inReplyTo() == null ? early(reply) : new Ignored(Reason.STALE_REPLY);
        }
        if (reply.inReplyTo() == null && definition.isAmbiguous(reply.type())) {
            return new Ignored(Reason.AMBIGUOUS_REPLY);
        }
        return answer(answered.getFirst(), reply.type(), reply.body(), reply.delivery(), null);
    }

    /** No message answers what was never said, nor tells a refusal that a person looks at already. */
    private boolean mayBeAnswered(Outstanding wait, String type) {
        if (definition.awaits(wait.step())) {
            return true;
        }
        boolean toldAlready = wait.stuck() != null
                && wait.resendAt() == null
                && draft.facts.containsKey(SagaData.factOf(wait.step(), type));
        return wait.attempt() > 0 && !toldAlready;
    }

    /** An operator's answer goes into the history as one, with who and why. */
    Decision answer(Outstanding wait, String type, Body body, String cause, Input.@Nullable Resolve by) {
        draft.facts.put(SagaData.factOf(wait.step(), type), body);
        Answered answered = by == null ? answered(wait, type, body, cause) : assumed(wait, type, body, cause);
        return draft.moved(
                by == null ? answered.kind() : Kind.RESOLVED,
                wait.step(),
                type,
                by == null ? answered.detail() : Texts.by(by));
    }

    private record Answered(Kind kind, @Nullable String detail) {}

    /** A person may err: what is only said to be refused is undone like what was not answered, which does no harm. */
    private Answered assumed(Outstanding wait, String type, Body body, String cause) {
        Step<S> step = definition.find(wait.step());
        MessageType<?> refusal =
                step == null || wait.isCompensation() ? null : step.task().refusal();
        if (step == null || refusal == null || !refusal.name().equals(type) || step.kind() == Step.Kind.RETRIABLE) {
            return answered(wait, type, body, cause);
        }
        String reason = Texts.reason(refusal, body);
        course.givenUp(wait, reason, cause);
        return new Answered(Kind.STEP_REFUSED, reason);
    }

    private Answered answered(Outstanding wait, String type, Body body, String cause) {
        if (SagaDefinition.isEnding(wait.step())) {
            Kind kind = draft.phase == Phase.COMPLETING ? Kind.COMPLETED : Kind.CANCELED;
            course.over(cause);
            return new Answered(kind, draft.reason);
        }
        if (wait.isCompensation()) {
            course.done(wait, Outcome.COMPENSATED, cause);
            return new Answered(Kind.STEP_COMPENSATED, null);
        }
        Step<S> step = definition.step(wait.step());
        MessageType<?> refusal = step.task().refusal();
        if (refusal != null && refusal.name().equals(type)) {
            String reason = Texts.reason(refusal, body);
            course.refused(step, reason, cause);
            return new Answered(Kind.STEP_REFUSED, reason);
        }
        course.done(wait, Outcome.SUCCEEDED, cause);
        return new Answered(Kind.STEP_SUCCEEDED, null);
    }

    boolean accepts(Outstanding wait, String type) {
        if (!wait.isCompensation() && !SagaDefinition.isEnding(wait.step())) {
            return definition.step(wait.step()).task().replies().stream()
                    .anyMatch(it -> it.name().equals(type));
        }
        Invocation<S, ?> said =
                definition.invocation(wait.step(), wait.command().action());
        return said != null && said.command().isAnsweredBy(type);
    }

    /** An event that no step waits for yet is kept for the one that will; the first counts, as it does in time. */
    private Decision early(Input.Reply reply) {
        for (Step<S> step : definition.steps()) {
            boolean awaits = step.task() instanceof Task.Await<S> await
                    && await.replies().stream().anyMatch(it -> it.name().equals(reply.type()))
                    && await.replies().stream()
                            .noneMatch(it -> draft.facts.containsKey(SagaData.factOf(step.name(), it.name())));
            boolean toCome = draft.phase == Phase.RUNNING
                    && !draft.waits.containsKey(step.name())
                    && !draft.outcomes.containsKey(step.name());
            if (awaits && toCome) {
                draft.facts.put(SagaData.factOf(step.name(), reply.type()), reply.body());
                return draft.moved(Kind.EVENT_RECEIVED, step.name(), reply.type(), null);
            }
        }
        return new Ignored(Reason.STALE_REPLY);
    }

    Decision failure(Input.Failure failure) {
        Outstanding wait = waiting(failure.inReplyTo());
        // Each sending fails at most once; more is the same failure told again.
        if (wait == null
                || wait.stuck() != null
                || wait.failures() >= wait.attempt()
                || failure.delivery().equals(wait.lastFailure())) {
            return new Ignored(Reason.STALE_REPLY);
        }
        String reason = Texts.presentable(failure.reason());
        Outstanding failed = wait.failed(draft.resendOf(wait), failure.delivery(), draft.now);
        boolean hopeless = failed.deadline() == null && failed.failures() >= Decider.MAX_FAILURES;
        draft.waits.put(
                wait.step(),
                hopeless
                        ? failed.stuck(failed.failures() + " technical failures, the last: " + reason, false)
                        : failed);
        return draft.moved(hopeless ? Kind.ATTENTION_NEEDED : Kind.STEP_FAILED, wait.step(), null, reason);
    }

    /** What cannot be put into a record would fail for ever, so a person has to look at once. */
    Decision unsendable(Input.Unsendable unsendable) {
        Outstanding wait = waiting(unsendable.command());
        if (wait == null || wait.stuck() != null) {
            return new Ignored(Reason.NOT_WAITING);
        }
        String why = Texts.presentable("its command cannot be sent: " + unsendable.reason());
        draft.waits.put(wait.step(), wait.stuck(why, false));
        return draft.moved(Kind.ATTENTION_NEEDED, wait.step(), null, why);
    }

    private @Nullable Outstanding waiting(CommandId command) {
        return draft.waits.values().stream()
                .filter(it -> it.command().equals(command))
                .findFirst()
                .orElse(null);
    }

    /** The step that is waited for may have taken effect. */
    Decision cancel(Input.CancelRequest cancel) {
        if (!course.canTurnBack()) {
            return new Ignored(Reason.CANCEL_TOO_LATE);
        }
        String steps = waiting();
        course.turnBack(course.stage(), cancel.type(), cancel.delivery());
        return draft.moved(Kind.CANCEL_REQUESTED, steps, cancel.type(), null);
    }

    Decision undo(Input.Undo undo) {
        boolean asked = undo.parent().equals(draft.parent);
        String steps = waiting();
        draft.parent = undo.parent();
        return switch (draft.phase) {
            case CANCELED -> new Repeated(List.of(), Replies.of(draft.phase, undo.parent(), draft.reason));
            case COMPENSATING, CANCELING ->
                asked ? new Ignored(Reason.STALE_REPLY) : draft.moved(Kind.UNDO_REQUESTED, steps, null, null);
            case COMPLETING -> {
                if (!definition.canBeUndone()) {
                    yield new Ignored(Reason.CANCEL_TOO_LATE);
                }
                yield asked ? new Ignored(Reason.STALE_REPLY) : draft.moved(Kind.UNDO_REQUESTED, steps, null, null);
            }
            case RUNNING -> {
                if (!course.canTurnBack()) {
                    yield new Ignored(Reason.CANCEL_TOO_LATE);
                }
                course.turnBack(
                        course.stage(), "undone by saga " + undo.parent().saga(), undo.delivery());
                yield draft.moved(Kind.UNDO_REQUESTED, steps, null, draft.reason);
            }
            case COMPLETED -> {
                if (!definition.canBeUndone()) {
                    yield new Ignored(Reason.CANCEL_TOO_LATE);
                }
                course.undone(undo.delivery());
                yield draft.moved(Kind.UNDO_REQUESTED, SagaDefinition.COMPLETE, null, draft.reason);
            }
        };
    }

    private String waiting() {
        return String.join(" ", draft.waits.keySet());
    }
}
