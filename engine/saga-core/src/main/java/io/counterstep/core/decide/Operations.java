package io.counterstep.core.decide;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What operators, and gates that open, mean to a saga. Works on one draft. */
final class Operations<S> {

    private static final String CAUSE = "operator";

    private final Draft<S> draft;
    private final Course<S> course;
    private final SagaDefinition<S> definition;

    Operations(Draft<S> draft) {
        this.draft = draft;
        this.course = new Course<>(draft);
        this.definition = draft.definition;
    }

    Decision retry(Input.Retry retry) {
        if (draft.paused) {
            return new Ignored(Reason.PAUSED);
        }
        List<Outstanding> said = said();
        if (said.isEmpty()) {
            return new Ignored(Reason.NOTHING_DUE);
        }
        said.forEach(it -> draft.sayAgain(it, within(it)));
        return draft.moved(Kind.RETRIED, names(said), null, Texts.by(retry));
    }

    Decision compensate(Input.Compensate compensate) {
        if (draft.paused) {
            return new Ignored(Reason.PAUSED);
        }
        if (!course.canTurnBack()) {
            return new Ignored(Reason.CANCEL_TOO_LATE);
        }
        String steps = names(all());
        course.turnBack(course.stage(), Texts.by(compensate), CAUSE);
        return draft.moved(Kind.COMPENSATION_REQUESTED, steps, null, Texts.by(compensate));
    }

    Decision resolve(Input.Resolve resolve) {
        Outstanding wait = draft.waits.get(resolve.step());
        if (wait == null) {
            return new Ignored(Reason.NOT_WAITING);
        }
        Moves<S> moves = new Moves<>(draft);
        return moves.accepts(wait, resolve.type())
                ? moves.answer(wait, resolve.type(), resolve.body(), CAUSE, resolve)
                : new Ignored(Reason.NO_SUCH_REPLY);
    }

    Decision skip(Input.Skip skip) {
        Outstanding wait = draft.waits.get(skip.step());
        if (wait == null) {
            return new Ignored(Reason.NOT_WAITING);
        }
        Step<S> step = definition.find(skip.step());
        if (step == null || step.kind() != Step.Kind.RETRIABLE) {
            return new Ignored(Reason.NOT_RETRIABLE);
        }
        course.done(wait, Outcome.SKIPPED, CAUSE);
        return draft.moved(Kind.SKIPPED, skip.step(), null, Texts.by(skip));
    }

    Decision pause(Input.Pause pause) {
        if (draft.paused) {
            return new Ignored(Reason.PAUSED);
        }
        draft.paused = true;
        return draft.moved(Kind.PAUSED, names(all()), null, Texts.by(pause));
    }

    /** Everything is said once more, since nobody knows what was lost meanwhile, and gets its whole time anew. */
    Decision resume(Input.Resume resume) {
        if (!draft.paused) {
            return new Ignored(Reason.NOT_PAUSED);
        }
        draft.paused = false;
        said().stream().filter(it -> it.stuck() == null).forEach(it -> draft.sayAgain(it, within(it)));
        for (Outstanding wait : all()) {
            if (isAwait(wait)) {
                draft.waits.put(
                        wait.step(),
                        Outstanding.awaited(wait.step(), wait.command(), within(wait), wait.causedBy(), draft.now));
            }
        }
        return draft.moved(Kind.RESUMED, names(all()), null, Texts.by(resume));
    }

    Decision release() {
        List<Outstanding> held = said().stream()
                .filter(it -> it.isHeld() && !Moment.SAGA.equals(it.heldBy()))
                .toList();
        held.forEach(it -> draft.sayAgain(it, within(it)));
        List<Outstanding> released =
                held.stream().filter(it -> !isHeld(it.step())).toList();
        if (!released.isEmpty()) {
            return draft.moved(Kind.RELEASED, names(released), null, null);
        }
        // behind another gate it waits in that one's queue, or it would stand at the head of this one for ever
        boolean elsewhere = held.stream().anyMatch(it -> !Objects.equals(it.heldBy(), gateOf(it.step())));
        return elsewhere ? draft.moved(Kind.HELD, names(held), null, null) : new Ignored(Reason.NOTHING_DUE);
    }

    private @Nullable String gateOf(String step) {
        Outstanding wait = draft.waits.get(step);
        return wait == null ? null : wait.heldBy();
    }

    private boolean isHeld(String step) {
        return gateOf(step) != null;
    }

    private List<Outstanding> all() {
        return List.copyOf(draft.waits.values());
    }

    private List<Outstanding> said() {
        return all().stream().filter(it -> !isAwait(it)).toList();
    }

    private boolean isAwait(Outstanding wait) {
        Step<S> step = definition.find(wait.step());
        return step != null && step.task() instanceof Task.Await;
    }

    private @Nullable Duration within(Outstanding wait) {
        Step<S> step = definition.find(wait.step());
        return step == null || wait.isCompensation() ? null : step.deadline();
    }

    private static String names(List<Outstanding> waits) {
        return String.join(" ", waits.stream().map(Outstanding::step).toList());
    }
}
