package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.message.Action;
import io.counterstep.messaging.Whereabouts.Found;
import io.counterstep.messaging.Whereabouts.Reader;
import io.counterstep.orchestrator.Why.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of a wait, in a sentence. */
record Sentences(SagaInstance saga, Chronicle chronicle, Spans spans) {

    /** What others say ends as it may. */
    static String full(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    String of(Reason reason, Clue clue) {
        return switch (reason) {
            case STUCK ->
                full("A person has to look at '" + clue.outstanding().step() + "': "
                        + clue.outstanding().stuck());
            case PAUSED ->
                "While the saga is paused, "
                        + (clue.called() == null && !clue.answers().isEmpty()
                                ? awaited(clue) + " is still taken."
                                : clue.what() + " is not sent.");
            case HELD_BY_GATE -> full(clue.what() + " is held" + before(clue) + ": " + closed(clue.gate()));
            case FAILED_AND_RETRIED -> full(failed(clue));
            case DEAD_LETTER -> full(sent(clue) + ": " + lying(clue));
            case VERSION_NOT_HERE ->
                "This instance does not run version " + saga.version() + " of '"
                        + saga.id().definition() + "'.";
            case NOT_READ -> notRead(clue);
            case NOT_ANSWERED -> notAnswered(clue);
            case SENT ->
                full(sent(clue) + " and is not answered; whether it was read is not known" + because(clue.found()));
            case CHILD -> child(Objects.requireNonNull(clue.child()));
            case AWAITS_EVENT -> "Waits for the event " + awaited(clue) + ".";
        };
    }

    private static String awaited(Clue clue) {
        return String.join(" or ", clue.answers());
    }

    /** For example {@code PAYMENT_REQUESTED was sent to payment 12 s ago, for the 2nd time}. */
    private String sent(Clue clue) {
        Outstanding wait = clue.outstanding();
        Instant last = chronicle.last(wait);
        String undoing = wait.command().action() == Action.COMPENSATE ? " (which undoes '" + wait.step() + "')" : "";
        String to = clue.called() == null
                ? ""
                : " to " + clue.called().participant().name();
        return clue.what() + undoing + " was sent" + to + (last == null ? "" : " " + spans.ago(last))
                + (wait.attempt() > 1 ? ", " + Spans.time(wait.attempt()) : "");
    }

    private String before(Clue clue) {
        Instant last = clue.outstanding().attempt() == 0 ? null : chronicle.last(clue.outstanding());
        return last == null ? "" : " (it was last sent " + spans.ago(last) + ")";
    }

    /** As sentences name a gate. */
    static String name(@Nullable Gate gate) {
        return gate == null ? "its gate" : gate.kind().name().toLowerCase(Locale.ROOT) + " '" + gate.name() + "'";
    }

    private String closed(@Nullable Gate gate) {
        String name = name(gate);
        if (gate == null) {
            return "its gate was closed";
        }
        return switch (gate.state()) {
            case PAUSED -> name + " was paused " + spans.ago(gate.since()) + " by " + gate.by() + ": " + gate.why();
            case TRIPPED ->
                name + " has not answered, so it is given nothing " + spans.since(gate.since()) + ": " + gate.why();
            case RECOVERING ->
                name + " was opened " + spans.ago(gate.since()) + ", and what was held for it goes a little at a time";
            case FLOWING -> name + " was closed and is open again";
        };
    }

    private String failed(Clue clue) {
        Outstanding wait = clue.outstanding();
        String reason = chronicle.lastFailure(wait);
        String by = clue.called() == null ? "" : clue.called().participant().name() + " ";
        String times = wait.failures() == 1 ? "once" : wait.failures() + " times";
        return by + "could not handle " + clue.what() + ", " + times
                + (reason == null ? "" : (wait.failures() == 1 ? ": " : ", the last time: ") + reason);
    }

    private static String lying(Clue clue) {
        Clue.Called called = clue.called();
        ParkedLetter.Summary letter = clue.openLetter().orElseThrow();
        boolean command = called != null
                && letter.source().startsWith(called.participant().commandTopic() + "/");
        return (command ? "it" : "what was said in answer") + " lies as dead letter " + letter.id() + ", "
                + letter.reason();
    }

    private static String because(@Nullable Found found) {
        return found == null || found.problem() == null ? "" : ": " + found.problem();
    }

    private String notRead(Clue clue) {
        List<Reader> readers = clue.found() == null ? List.of() : clue.found().readers();
        Clue.Called called = Objects.requireNonNull(clue.called());
        if (readers.isEmpty()) {
            return sent(clue) + ": no consumer group has ever read its partition of "
                    + called.participant().commandTopic() + ".";
        }
        return sent(clue) + " and is not read yet, or being handled: "
                + readers.stream()
                        .map(it -> it.group() + " has " + it.lag() + (it.lag() == 1 ? " record" : " records"))
                        .collect(Collectors.joining(", "))
                + " still to read there.";
    }

    private String notAnswered(Clue clue) {
        Found found = Objects.requireNonNull(clue.found());
        long offset = Objects.requireNonNull(found.offset());
        List<Reader> readers = found.readers();
        String past = names(readers.stream().filter(it -> it.committed() > offset));
        String notYet = names(readers.stream().filter(it -> it.committed() <= offset));
        return sent(clue) + ": " + past + " has read it" + (notYet.isEmpty() ? "" : ", " + notYet + " not yet")
                + ", and no answer has come.";
    }

    private static String names(Stream<Reader> readers) {
        return readers.map(Reader::group).collect(Collectors.joining(", "));
    }

    private static String child(Why.Child child) {
        if (child.state() == null) {
            return "Waits for saga " + child.saga() + ", which has not begun.";
        }
        String at = child.step() == null ? "" : " at '" + child.step() + "'";
        return "Waits for saga " + child.saga() + ", which is " + child.state() + at + ".";
    }
}
