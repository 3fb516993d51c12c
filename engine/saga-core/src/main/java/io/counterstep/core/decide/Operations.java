package io.counterstep.core.decide;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
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
        for (Outstanding wait : said) {
            if (isNeverBegun(wait)) {
                course.beginAgain(wait, CAUSE);
            } else {
                draft.sayAgain(wait);
            }
        }
        return draft.moved(Kind.RETRIED, names(said), null, Texts.by(retry));
    }

    /** True if nobody knows whether the step is wanted, because its condition failed. */
    private static boolean isNeverBegun(Outstanding wait) {
        return Moment.CONDITION.equals(wait.heldBy());
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
        said().stream()
                .filter(it -> it.stuck() == null || (it.isHeld() && !isNeverBegun(it)))
                .forEach(draft::sayAgain);
        for (Outstanding wait : all()) {
            if (definition.awaits(wait.step())) {
                draft.waits.put(
                        wait.step(),
                        Outstanding.awaited(
                                wait.step(), wait.command(), draft.within(wait), wait.causedBy(), draft.now));
            }
        }
        return draft.moved(Kind.RESUMED, names(all()), null, Texts.by(resume));
    }

    /** What another gate holds still is from now on held by that one: who opens it must find the saga. */
    Decision release() {
        List<Outstanding> held = said().stream()
                .filter(it -> {
                    String gate = it.heldBy();
                    return gate != null && !Moment.isOfOneSaga(gate);
                })
                .toList();
        held.forEach(draft::sayAgain);
        List<Outstanding> released =
                held.stream().filter(it -> heldBy(it.step()) == null).toList();
        List<Outstanding> passedOn = held.stream()
                .filter(it -> heldBy(it.step()) != null && !Objects.equals(it.heldBy(), heldBy(it.step())))
                .toList();
        if (!released.isEmpty()) {
            return draft.moved(Kind.RELEASED, names(released), null, null);
        }
        return passedOn.isEmpty()
                ? new Ignored(Reason.NOTHING_DUE)
                : draft.moved(
                        Kind.HELD,
                        names(passedOn),
                        null,
                        heldBy(passedOn.getFirst().step()));
    }

    private @Nullable String heldBy(String step) {
        Outstanding wait = draft.waits.get(step);
        return wait == null ? null : wait.heldBy();
    }

    private List<Outstanding> all() {
        return List.copyOf(draft.waits.values());
    }

    private List<Outstanding> said() {
        return all().stream().filter(it -> !definition.awaits(it.step())).toList();
    }

    private static String names(List<Outstanding> waits) {
        return String.join(" ", waits.stream().map(Outstanding::step).toList());
    }
}
