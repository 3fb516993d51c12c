package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.Phase;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.message.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a wait if nothing comes, in sentences. */
record Outlook(SagaInstance saga, @Nullable SagaDefinition<?> definition, Spans spans) {

    /** When it, or the whole saga, counts as timed out; null if never. */
    @Nullable
    Instant deadline(Outstanding wait) {
        return Spans.earlier(wait.deadline(), sagaDeadline());
    }

    private @Nullable Instant sagaDeadline() {
        return Phase.of(saga.state()) == Phase.RUNNING ? saga.deadline() : null;
    }

    String of(Why.Reason reason, Clue clue) {
        return switch (reason) {
            case STUCK -> stuck(clue);
            case PAUSED -> "It goes on when an operator resumes the saga; then its time begins anew.";
            case HELD_BY_GATE -> held(clue);
            case VERSION_NOT_HERE -> "Ask another instance.";
            case DEAD_LETTER -> "Replay the dead letter, edited if need be, or discard it. " + silence(clue);
            case FAILED_AND_RETRIED, NOT_READ, NOT_ANSWERED, SENT, CHILD, AWAITS_EVENT -> silence(clue);
        };
    }

    private String stuck(Clue clue) {
        Instant again = clue.outstanding().resendAt();
        String itself = again == null
                ? "It is not sent again by itself. "
                : "It is still sent now and then, next " + spans.in(again) + ". ";
        String late = clue.outstanding().attempt() > 0 ? "A late answer still counts. " : "";
        return itself
                + late
                + (clue.operations().isEmpty()
                        ? "An operator has to look."
                        : "An operator can " + either(clue.operations()) + ".");
    }

    private static String either(List<String> operations) {
        int last = operations.size() - 1;
        return last == 0
                ? operations.getFirst()
                : String.join(", ", operations.subList(0, last)) + " or " + operations.get(last);
    }

    private String held(Clue clue) {
        Gate gate = clue.gate();
        Gate.State state = gate == null ? Gate.State.FLOWING : gate.state();
        String goes = switch (state) {
            case PAUSED -> "It is sent after an operator has resumed " + Sentences.name(gate);
            case TRIPPED -> "One saga tries now and then; it is sent after any answer from " + Sentences.name(gate);
            case RECOVERING, FLOWING -> "It is sent when its turn comes";
        };
        Instant ends = sagaDeadline();
        return goes + "; until then no deadline of its own runs."
                + (ends == null ? "" : " The whole saga times out " + spans.in(ends) + " and turns back.");
    }

    private String silence(Clue clue) {
        Outstanding wait = clue.outstanding();
        Instant end = deadline(wait);
        Instant again = wait.resendAt();
        List<String> then = new ArrayList<>();
        if (again != null && (end == null || again.isBefore(end))) {
            then.add("it is sent again " + spans.in(again));
        }
        if (end != null) {
            then.add(spans.in(end) + " " + timedOut(wait, end));
        } else if (again == null) {
            then.add("it waits without end");
        }
        String sentences = "If nothing comes, " + String.join("; ", then) + "." + limit(wait, end);
        return again == null && !clue.operations().isEmpty()
                ? sentences + " An operator can " + either(clue.operations()) + "."
                : sentences;
    }

    private String timedOut(Outstanding wait, Instant end) {
        if (!end.equals(wait.deadline())) {
            return "the whole saga times out and turns back";
        }
        Step<?> step = definition == null ? null : definition.find(wait.step());
        boolean undone = step != null && step.compensation() != null && wait.attempt() > 0;
        boolean optional = step != null && step.optional();
        return (undone ? "it counts as unknown and is undone" : "it counts as timed out")
                + (optional ? ", and the saga goes on without it" : ", and the saga turns back");
    }

    /** After how many attempts something else happens than another. */
    private String limit(Outstanding wait, @Nullable Instant end) {
        if (definition == null || wait.attempt() == 0) {
            return "";
        }
        int attempts = definition.attempts(wait.step());
        Step<?> step = definition.find(wait.step());
        boolean undoing = wait.command().action() == Action.COMPENSATE;
        if (wait.deadline() == null) {
            String none = end == null ? " It has no deadline: after " : " After ";
            return none + attempts + " attempts without an answer a person has to look.";
        }
        return step != null && step.isGivenUpAfterAttempts() && !undoing
                ? " It is given up after " + attempts + " attempts, too."
                : "";
    }
}
