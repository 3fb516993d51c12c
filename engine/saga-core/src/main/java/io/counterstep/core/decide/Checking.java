package io.counterstep.core.decide;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
        if (draft.phase == Phase.RUNNING && draft.deadline != null && !draft.readUpTo.isBefore(draft.deadline)) {
            return sagaTimedOut();
        }
        Decision held = holdWhatIsLate();
        if (held != null) {
            return held;
        }
        Optional<Outstanding> late = draft.waits.values().stream()
                .filter(it -> it.isTimedOut(draft.readUpTo))
                .findFirst();
        if (late.isPresent()) {
            Step<S> step = definition.step(late.get().step());
            return timedOut(late.get(), "step " + step.name() + " timed out after " + step.deadline());
        }
        List<Outstanding> due = draft.waits.values().stream()
                .filter(it -> it.isToBeResent(draft.readUpTo))
                .toList();
        Optional<Outstanding> exhausted = due.stream().filter(this::isGivenUp).findFirst();
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
    private @Nullable Decision holdWhatIsLate() {
        List<String> held = new ArrayList<>();
        for (Outstanding wait : List.copyOf(draft.waits.values())) {
            String gate = wait.isTimedOut(draft.readUpTo) && !definition.awaits(wait.step()) ? draft.gate(wait) : null;
            if (gate != null) {
                draft.waits.put(wait.step(), wait.heldBy(gate, draft.now));
                held.add(wait.step());
            }
        }
        return held.isEmpty() ? null : draft.moved(Kind.HELD, String.join(" ", held), null, null);
    }

    private boolean isGivenUp(Outstanding wait) {
        Step<S> step = definition.find(wait.step());
        return step != null
                && step.isGivenUpAfterAttempts()
                && !wait.isCompensation()
                && !wait.isHeld()
                && isExhausted(wait);
    }

    private boolean isExhausted(Outstanding wait) {
        return wait.attempt() >= definition.attempts(wait.step());
    }

    private Decision resend(List<Outstanding> due) {
        Map<Kind, List<String>> steps = new EnumMap<>(Kind.class);
        for (Outstanding wait : due) {
            Kind kind = resend(wait);
            if (kind != null) {
                steps.computeIfAbsent(kind, it -> new ArrayList<>()).add(wait.step());
            }
        }
        for (Kind kind : List.of(Kind.ATTENTION_NEEDED, Kind.RELEASED, Kind.COMMAND_RESENT, Kind.HELD)) {
            List<String> concerned = steps.get(kind);
            if (concerned != null) {
                String detail = kind == Kind.ATTENTION_NEEDED ? "no answer after all attempts" : null;
                return draft.moved(kind, String.join(" ", concerned), null, detail);
            }
        }
        return draft.unchanged();
    }

    /** @return what has come about; null if it needs no line each time, because a person or a gate has it already */
    private @Nullable Kind resend(Outstanding wait) {
        String gate = draft.gate(wait);
        if (gate != null) {
            draft.waits.put(wait.step(), wait.heldBy(gate, draft.now));
            return gate.equals(wait.heldBy()) ? null : Kind.HELD;
        }
        if (wait.isHeld()) {
            draft.sayAgain(wait);
            return Kind.RELEASED;
        }
        if (wait.stuck() == null && wait.deadline() == null && isExhausted(wait)) {
            draft.resend(wait.stuck("not answered in " + wait.attempt() + " attempts", true));
            return Kind.ATTENTION_NEEDED;
        }
        draft.resend(wait);
        return wait.stuck() == null ? Kind.COMMAND_RESENT : null;
    }
}
