package io.counterstep.core.decide;

import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.Stage;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Step.Kind;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.MessageType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The course of a saga: forward stage by stage, and back. Works on one draft. */
final class Course<S> {

    private final Draft<S> draft;

    Course(Draft<S> draft) {
        this.draft = draft;
    }

    /** Begins the first stage from there on in which there is something to wait for; behind the last is the good end. */
    void begin(int stage, String cause) {
        List<Stage<S>> stages = draft.definition.stages();
        for (int i = stage; i < stages.size(); i++) {
            for (Step<S> step : stages.get(i).steps()) {
                begin(step, cause);
                if (draft.phase != Phase.RUNNING) {
                    return;
                }
            }
            if (!draft.waits.isEmpty()) {
                return;
            }
        }
        complete(cause);
    }

    private void begin(Step<S> step, String cause) {
        boolean wanted;
        try {
            wanted = step.condition().test(draft.data());
        } catch (RuntimeException failed) {
            conditionFailed(step, Texts.presentable("its condition failed: " + failed), cause);
            return;
        }
        if (!wanted) {
            draft.outcomes.put(step.name(), Outcome.SKIPPED);
            return;
        }
        if (step.mustBeDone()) {
            draft.deadline = null;
        }
        if (step.task() instanceof Task.Await<S> await) {
            await(step, await, cause);
        } else {
            draft.say(step.name(), Action.INVOKE, step.deadline(), cause);
        }
    }

    /** An optional step is gone without; else a way back is taken if there is one; if not, a person has to look. */
    private void conditionFailed(Step<S> step, String why, String cause) {
        String name = step.name();
        if (step.optional()) {
            draft.outcomes.put(name, Outcome.ABANDONED);
        } else if (canTurnBack()) {
            turnBack(draft.definition.stageOf(name), "step " + name + ": " + why, cause);
        } else {
            CommandId command = draft.command(name, Action.INVOKE);
            Outstanding never = Outstanding.held(name, command, cause, Moment.CONDITION, draft.now);
            draft.waits.put(name, never.stuck(why, false));
        }
    }

    /** A step whose condition failed behind the pivot is asked again whether it is wanted. */
    void beginAgain(Outstanding never, String cause) {
        draft.waits.remove(never.step());
        begin(draft.definition.step(never.step()), cause);
        if (draft.phase == Phase.RUNNING && draft.waits.isEmpty()) {
            begin(draft.definition.stageOf(never.step()) + 1, cause);
        }
    }

    /** An event that came early has been kept. */
    private void await(Step<S> step, Task.Await<S> await, String cause) {
        MessageType<?> refusal = await.refusal();
        Body refused = refusal == null ? null : draft.facts.get(SagaData.factOf(step.name(), refusal.name()));
        if (refusal != null && refused != null) {
            refused(step, Texts.reason(refusal, refused), cause);
        } else if (draft.facts.containsKey(
                SagaData.factOf(step.name(), await.event().type().name()))) {
            draft.outcomes.put(step.name(), Outcome.SUCCEEDED);
        } else {
            draft.waits.put(
                    step.name(),
                    Outstanding.awaited(
                            step.name(), draft.command(step.name(), Action.INVOKE), step.deadline(), cause, draft.now));
        }
    }

    /** That step's wait ended well; the stage goes on when it was the last. */
    void done(Outstanding wait, Outcome outcome, String cause) {
        int stage = draft.definition.stageOf(wait.step());
        draft.waits.remove(wait.step());
        draft.outcomes.put(wait.step(), outcome);
        Step<S> step = draft.definition.step(wait.step());
        if (step.kind() == Kind.PIVOT && outcome == Outcome.SUCCEEDED) {
            draft.deadline = null;
        }
        if (!draft.waits.isEmpty()) {
            return;
        }
        if (draft.phase == Phase.RUNNING) {
            begin(stage + 1, cause);
        } else {
            undoFrom(stage - 1, cause);
        }
    }

    /** A refused step had no effect. */
    void refused(Step<S> step, String reason, String cause) {
        Outstanding wait = draft.waits.get(step.name());
        if (step.optional() && wait != null) {
            done(wait, Outcome.REFUSED, cause);
        } else if (step.optional()) {
            draft.outcomes.put(step.name(), Outcome.REFUSED);
        } else if (step.kind() == Kind.RETRIABLE && wait != null) {
            draft.waits.put(step.name(), wait.stuck("it was refused behind the pivot: " + reason, false));
        } else {
            draft.waits.remove(step.name());
            draft.outcomes.put(step.name(), Outcome.REFUSED);
            turnBack(draft.definition.stageOf(step.name()), reason, cause);
        }
    }

    /** An optional step is undone by itself; with any other the saga turns back. */
    void givenUp(Outstanding wait, String reason, String cause) {
        Step<S> step = draft.definition.step(wait.step());
        if (!step.optional()) {
            turnBack(draft.definition.stageOf(step.name()), reason, cause);
        } else if (mayHaveEffect(step, wait)) {
            draft.outcomes.put(step.name(), Outcome.UNKNOWN);
            draft.say(step.name(), Action.COMPENSATE, null, cause);
        } else {
            done(wait, Outcome.ABANDONED, cause);
        }
    }

    /** From that stage back; what is on its way may have taken effect. */
    void turnBack(int stage, String reason, String cause) {
        draft.phase = Phase.COMPENSATING;
        draft.reason = reason;
        draft.deadline = null;
        for (Outstanding wait : List.copyOf(draft.waits.values())) {
            if (!wait.isCompensation()) {
                boolean unknown = mayHaveEffect(draft.definition.step(wait.step()), wait);
                draft.outcomes.put(wait.step(), unknown ? Outcome.UNKNOWN : Outcome.ABANDONED);
                draft.waits.remove(wait.step());
            }
        }
        undoFrom(stage, cause);
    }

    private boolean mayHaveEffect(Step<S> step, Outstanding wait) {
        return step.compensation() != null && draft.wasSent(wait);
    }

    private void undoFrom(int stage, String cause) {
        List<Stage<S>> stages = draft.definition.stages();
        for (int i = stage; i >= 0; i--) {
            for (Step<S> step : stages.get(i).steps()) {
                if (isToBeUndone(step) && !draft.waits.containsKey(step.name())) {
                    draft.say(step.name(), Action.COMPENSATE, null, cause);
                }
            }
            if (!draft.waits.isEmpty()) {
                return;
            }
        }
        cancel(cause);
    }

    private boolean isToBeUndone(Step<S> step) {
        Outcome outcome = draft.outcomes.get(step.name());
        return step.compensation() != null && (outcome == Outcome.SUCCEEDED || outcome == Outcome.UNKNOWN);
    }

    private void complete(String cause) {
        draft.phase = Phase.COMPLETING;
        draft.deadline = null;
        end(draft.definition.completion(), "complete", cause);
    }

    private void cancel(String cause) {
        draft.phase = Phase.CANCELING;
        end(draft.definition.cancellation(), "cancel", cause);
    }

    private void end(@Nullable Invocation<S, ?> ending, String name, String cause) {
        if (ending == null) {
            over(cause);
        } else {
            draft.say(name, Action.INVOKE, null, cause);
        }
    }

    /** The ending is confirmed, or there is none; a parent's undoing that came meanwhile begins now. */
    void over(String cause) {
        draft.waits.clear();
        boolean completed = draft.phase == Phase.COMPLETING;
        draft.phase = completed ? Phase.COMPLETED : Phase.CANCELED;
        if (completed && draft.parent != null && draft.parent.action() == Action.COMPENSATE) {
            undone(cause);
        }
    }

    /** A parent undoes the saga, after its good end too. */
    void undone(String cause) {
        int last = draft.definition.stages().size() - 1;
        turnBack(last, "undone by saga " + (draft.parent == null ? "" : draft.parent.saga()), cause);
    }

    /** True as long as there is a way back. */
    boolean canTurnBack() {
        return draft.phase == Phase.RUNNING
                && draft.waits.values().stream()
                        .filter(it -> !it.isCompensation())
                        .noneMatch(it -> draft.definition.step(it.step()).mustBeDone())
                && draft.definition.steps().stream()
                        .filter(it -> it.kind() != Kind.COMPENSATABLE)
                        .noneMatch(it -> draft.outcomes.get(it.name()) == Outcome.SUCCEEDED
                                || (it.kind() == Kind.RETRIABLE && draft.outcomes.containsKey(it.name())));
    }

    /** The stage that is being waited for. */
    int stage() {
        return draft.waits.values().stream()
                .mapToInt(it -> draft.definition.stageOf(it.step()))
                .max()
                .orElse(-1);
    }
}
