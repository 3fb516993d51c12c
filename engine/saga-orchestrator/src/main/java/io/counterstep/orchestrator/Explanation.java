package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.messaging.Whereabouts.Found;
import io.counterstep.messaging.Whereabouts.Reader;
import io.counterstep.orchestrator.Why.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why a saga is where it is: a function of what was looked up before. Used by one thread. */
final class Explanation {

    private final SagaInstance saga;
    private final Spans spans;
    private final Outlook outlook;
    private final Chronicle chronicle;
    private final Sentences sentences;

    /** @param definition null if the saga's version is not here */
    Explanation(SagaInstance saga, @Nullable SagaDefinition<?> definition, Chronicle chronicle, Instant now) {
        this.saga = saga;
        this.spans = new Spans(now);
        this.outlook = new Outlook(saga, definition, spans);
        this.chronicle = chronicle;
        this.sentences = new Sentences(saga, chronicle, spans);
    }

    /** @param clues one for each thing that the saga waits for */
    Why of(List<Clue> clues) {
        List<Why.Wait> waits = clues.stream().map(this::wait).toList();
        return new Why(saga.id().toString(), saga.state().status().name(), sentence(waits), waits);
    }

    private String sentence(List<Why.Wait> waits) {
        return switch (saga.state()) {
            case SagaState.Completed completed -> completed();
            case SagaState.Canceled canceled -> canceled(canceled.reason());
            case SagaState.Paused paused -> paused();
            case SagaState.NeedsAttention attention -> turnedBack(attention.reason()) + pressing(waits);
            case SagaState.Active active -> turnedBack(active.reason()) + pressing(waits);
        };
    }

    private String completed() {
        String left = without(Outcome.SUCCEEDED);
        return "Completed " + ended() + "." + (left.isEmpty() ? "" : " Not done: " + left + ".");
    }

    private String canceled(String reason) {
        String undone = saga.outcomes().entrySet().stream()
                .filter(it -> it.getValue() == Outcome.COMPENSATED)
                .map(it -> it.getKey())
                .collect(Collectors.joining(", "));
        return "Canceled " + ended() + ": " + Sentences.full(reason)
                + (undone.isEmpty() ? " Nothing had to be undone." : " Undone: " + undone + ".");
    }

    private String ended() {
        SagaView.Entry end = chronicle.last();
        return end == null ? "before its history was purged" : endedAt(end.at());
    }

    private String endedAt(Instant end) {
        return spans.ago(end) + ", " + Spans.text(Duration.between(saga.startedAt(), end)) + " after its start";
    }

    private String without(Outcome usual) {
        return saga.outcomes().entrySet().stream()
                .filter(it -> it.getValue() != usual)
                .map(it -> it.getKey() + " (" + it.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private String paused() {
        SagaView.Entry line = chronicle.last(Kind.PAUSED, null);
        String by =
                line == null ? "Paused." : Sentences.full("Paused " + spans.ago(line.at()) + " by " + line.detail());
        return by + " Answers are still taken, but nothing is said until an operator resumes it.";
    }

    private static String turnedBack(@Nullable String reason) {
        return reason == null ? "" : "Turned back: " + Sentences.full(reason) + " ";
    }

    private static String pressing(List<Why.Wait> waits) {
        String most = waits.stream()
                .min(Comparator.comparing(Why.Wait::reason))
                .map(Why.Wait::sentence)
                .orElse("It waits for nothing.");
        return waits.size() < 2
                ? most
                : "Waits for " + waits.stream().map(Why.Wait::step).collect(Collectors.joining(", ")) + ". " + most;
    }

    private Why.Wait wait(Clue clue) {
        Outstanding wait = clue.outstanding();
        Reason reason = reason(clue);
        boolean paused = saga.state() instanceof SagaState.Paused;
        Found found = clue.found();
        Gate gate = clue.gate();
        return new Why.Wait(
                wait.step(),
                wait.command().action().wireName(),
                reason,
                sentences.of(reason, clue),
                command(clue),
                found == null
                        ? List.of()
                        : found.readers().stream()
                                .map(it -> consumer(it, found.offset()))
                                .toList(),
                clue.letters().stream()
                        .map(it -> new Why.Letter(it.id(), it.state(), it.reason()))
                        .toList(),
                gate == null
                        ? null
                        : new Why.Gate(gate.kind(), gate.name(), gate.state(), gate.since(), gate.by(), gate.why()),
                clue.answers(),
                clue.child(),
                paused ? null : Spans.earlier(wait.resendAt(), outlook.deadline(wait)),
                paused ? null : outlook.deadline(wait),
                outlook.of(reason, clue),
                clue.operations());
    }

    private static Why.Consumer consumer(Reader it, @Nullable Long offset) {
        return new Why.Consumer(it.group(), it.committed(), it.lag(), offset == null ? null : it.committed() > offset);
    }

    private Why.@Nullable Command command(Clue clue) {
        Clue.Called called = clue.called();
        if (called == null) {
            return null;
        }
        Outstanding wait = clue.outstanding();
        Found found = clue.found();
        return new Why.Command(
                wait.command().toString(),
                called.type(),
                called.participant().name(),
                chronicle.first(wait),
                chronicle.last(wait),
                wait.attempt(),
                wait.failures(),
                chronicle.lastFailure(wait),
                called.participant().commandTopic(),
                found == null ? null : found.partition(),
                found == null ? null : found.offset(),
                found == null ? null : found.problem());
    }

    private Reason reason(Clue clue) {
        Outstanding wait = clue.outstanding();
        if (wait.stuck() != null) {
            return Reason.STUCK;
        }
        if (saga.state() instanceof SagaState.Paused) {
            return Reason.PAUSED;
        }
        if (wait.heldBy() != null) {
            return Reason.HELD_BY_GATE;
        }
        if (clue.answers().isEmpty()) {
            return Reason.VERSION_NOT_HERE;
        }
        if (clue.called() == null) {
            return Reason.AWAITS_EVENT;
        }
        if (wait.failures() > 0) {
            return Reason.FAILED_AND_RETRIED;
        }
        if (clue.openLetter().isPresent()) {
            return Reason.DEAD_LETTER;
        }
        return clue.child() == null ? unanswered(clue.found()) : Reason.CHILD;
    }

    private static Reason unanswered(@Nullable Found found) {
        Long offset = found == null ? null : found.offset();
        if (found == null || offset == null || (found.readers().isEmpty() && found.problem() != null)) {
            return Reason.SENT;
        }
        return found.readers().stream().anyMatch(it -> it.committed() > offset) ? Reason.NOT_ANSWERED : Reason.NOT_READ;
    }
}
