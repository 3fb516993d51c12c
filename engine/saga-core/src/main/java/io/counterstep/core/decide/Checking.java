package io.counterstep.core.decide;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Draft.Phase;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the passing of time means to a saga: time-outs, resends, and at last a person. Works on one draft. */
final class Checking<S> {

    private final Draft<S> draft;
    private final Course<S> course;
    private final SagaDefinition<S> definition;

    Checking(Draft<S> draft) {
        this.draft = draft;
        this.course = new Course<>(draft);
        this.definition = draft.definition;
    }

    /** One kind of thing at a time; what else is due is due at the next check. */
    Decision check() {
        if (draft.paused) {
            return new Ignored(Reason.NOTHING_DUE);
        }
        if (draft.phase == Phase.RUNNING && draft.deadline != null && !draft.now.isBefore(draft.deadline)) {
            return sagaTimedOut();
        }
        Decision held = hold();
        if (held != null) {
            return held;
        }
        Optional<Outstanding> late = draft.waits.values().stream()
                .filter(it -> it.isTimedOut(draft.now))
                .findFirst();
        if (late.isPresent()) {
            Step<S> step = definition.step(late.get().step());
            return timedOut(late.get(), "step " + step.name() + " timed out after " + step.deadline());
        }
        List<Outstanding> due = draft.waits.values().stream()
                .filter(it -> it.isToBeResent(draft.now))
                .toList();
        Optional<Outstanding> exhausted = due.stream()
                .filter(it -> it.deadline() != null && isExhausted(it))
                .findFirst();
        if (exhausted.isPresent()) {
            Outstanding it = exhausted.get();
            return timedOut(it, "step " + it.step() + " was not answered in " + it.attempt() + " attempts");
        }
        return due.isEmpty() ? new Ignored(Reason.NOTHING_DUE) : resend(due);
    }

    private Decision sagaTimedOut() {
        String steps = String.join(" ", draft.waits.keySet());
        String reason = "the saga timed out after " + definition.deadline();
        course.turnBack(course.stage(), reason, "deadline of " + draft.id);
        return draft.moved(Kind.SAGA_TIMED_OUT, steps, null, reason);
    }

    /** No record causes a time-out, so none can be redelivered; the check is what says the command again. */
    private Decision timedOut(Outstanding wait, String reason) {
        course.givenUp(wait, reason, "deadline of " + wait.command());
        return draft.moved(Kind.STEP_TIMED_OUT, wait.step(), null, reason);
    }

    /** What a closed gate keeps back cannot be late: it is held before it is timed out. Null if there is nothing to hold. */
    private @Nullable Decision hold() {
        List<String> held = new ArrayList<>();
        for (Outstanding wait : List.copyOf(draft.waits.values())) {
            Invocation<S, ?> said =
                    definition.invocation(wait.step(), wait.command().action());
            String gate = said == null ? null : draft.gate(said);
            if (gate != null && (wait.isTimedOut(draft.now) || wait.isToBeResent(draft.now))) {
                draft.waits.put(wait.step(), wait.heldBy(gate));
                held.add(wait.step());
            }
        }
        return held.isEmpty() ? null : draft.moved(Kind.HELD, String.join(" ", held), null, null);
    }

    private boolean isExhausted(Outstanding wait) {
        return wait.attempt() >= definition.attempts(wait.step());
    }

    private Decision resend(List<Outstanding> due) {
        List<String> resent = new ArrayList<>();
        List<String> stuck = new ArrayList<>();
        for (Outstanding wait : due) {
            if (wait.stuck() == null && isExhausted(wait)) {
                draft.resend(wait.stuck("not answered in " + wait.attempt() + " attempts", true));
                stuck.add(wait.step());
                continue;
            }
            draft.resend(wait);
            if (wait.stuck() == null) {
                resent.add(wait.step());
            }
        }
        if (!stuck.isEmpty()) {
            return draft.moved(Kind.ATTENTION_NEEDED, String.join(" ", stuck), null, "no answer after all attempts");
        }
        if (!resent.isEmpty()) {
            return draft.moved(Kind.COMMAND_RESENT, String.join(" ", resent), null, null);
        }
        // a person looks at it already: that it is said now and then needs no line each time
        return draft.unchanged();
    }
}
