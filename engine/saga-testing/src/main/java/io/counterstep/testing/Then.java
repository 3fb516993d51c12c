package io.counterstep.testing;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.OutgoingReply;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.decide.Status;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.MessageType;
import io.counterstep.testing.SagaScenario.ExpectedCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must have come of it. Each failure is an {@link AssertionError} that prints expected and actual, numbered and
 * field by field, and the story up to there.
 */
public final class Then<S> {

    private final Story<S> story;

    Then(Story<S> story) {
        this.story = story;
    }

    /** Exactly these commands were said since {@code when}, in this order. */
    public Then<S> commands(ExpectedCommand... expected) {
        List<OutgoingCommand> actual = story.commands();
        List<String> lines = new ArrayList<>();
        boolean same = expected.length == actual.size();
        for (int i = 0; i < Math.max(expected.length, actual.size()); i++) {
            ExpectedCommand wanted = i < expected.length ? expected[i] : null;
            OutgoingCommand found = i < actual.size() ? actual.get(i) : null;
            List<String> differences = differences(wanted, found);
            same &= differences.isEmpty();
            lines.add("  %d. expected %s"
                    .formatted(i + 1, wanted == null ? "nothing" : show(wanted.command(), wanted.payload())));
            lines.add("     actual   " + (found == null ? "nothing" : show(found.command(), found.payload())));
            differences.forEach(it -> lines.add("       " + it));
        }
        if (!same) {
            throw story.failure("said other commands than expected\n" + String.join("\n", lines));
        }
        return this;
    }

    private static String show(Command<?> command, Object payload) {
        return command.type() + " " + payload;
    }

    private static List<String> differences(@Nullable ExpectedCommand wanted, @Nullable OutgoingCommand found) {
        return wanted == null || found == null
                ? List.of()
                : differences(
                        wanted.command().type(),
                        wanted.payload(),
                        found.command().type(),
                        found.payload());
    }

    private static List<String> differences(
            MessageType<?> wantedType, Object wanted, MessageType<?> foundType, Object found) {
        List<String> lines = new ArrayList<>();
        if (!wantedType.name().equals(foundType.name())) {
            lines.add("type: expected " + wantedType + ", actual " + foundType);
        }
        lines.addAll(Differences.between(wanted, found));
        return lines;
    }

    /** Nothing was said since {@code when}. */
    public Then<S> noCommands() {
        return commands();
    }

    public Then<S> state(Status expected) {
        return same("state", expected, story.saga().state().status());
    }

    /** Why the saga turned back, or needs attention. */
    public Then<S> reason(String expected) {
        return same("reason", expected, reason(story.saga().state()));
    }

    private static @Nullable String reason(SagaState state) {
        return switch (state) {
            case SagaState.TurnedBack back -> back.reason();
            case SagaState.Canceled canceled -> canceled.reason();
            case SagaState.NeedsAttention attention -> attention.why();
            case SagaState.Paused paused -> reason(paused.held());
            case SagaState.Running running -> null;
            case SagaState.Completing completing -> null;
            case SagaState.Completed completed -> null;
        };
    }

    /** The saga waits for the answer to that step's request or compensation, or for its event; maybe for others too. */
    public Then<S> waitsFor(String step, Action action) {
        String wanted = step + "/" + action.wireName();
        List<String> actual = story.waits().stream().map(Then::show).toList();
        return actual.contains(wanted) ? this : same("waits for", wanted, String.join(", ", actual));
    }

    /** The saga waits for the answers to these steps' requests or compensations, or for their events, and no others. */
    public Then<S> waitsForOnly(Action action, String... steps) {
        Set<String> wanted = new TreeSet<>();
        for (String step : steps) {
            wanted.add(step + "/" + action.wireName());
        }
        Set<String> actual =
                new TreeSet<>(story.waits().stream().map(Then::show).toList());
        return same("waits for", wanted, actual);
    }

    private static String show(Outstanding wait) {
        return wait.step() + "/" + wait.command().action().wireName();
    }

    /** The saga waits for nothing: it is over. */
    public Then<S> waitsForNothing() {
        return same(
                "waits for", List.of(), story.waits().stream().map(Then::show).toList());
    }

    /** A closed gate keeps that step's command back. */
    public Then<S> held(String step) {
        boolean held = story.waits().stream().anyMatch(it -> it.step().equals(step) && it.heldBy() != null);
        return same("step " + step + " is held", true, held);
    }

    /** What became of that step; null if it has not begun, or is waited for. */
    public Then<S> outcome(String step, @Nullable Outcome expected) {
        return same("outcome of step " + step, expected, story.saga().outcomes().get(step));
    }

    /** The next check is due that long from now. */
    public Then<S> checkDueIn(Duration expected) {
        Duration actual = story.saga()
                .dueAt()
                .map(due -> Duration.between(story.now(), due))
                .orElse(null);
        return same("check due in", expected, actual);
    }

    /** Nothing is to be checked: the saga is over, held, paused, or waits without end. */
    public Then<S> noCheckDue() {
        return same("check due", Optional.empty(), story.saga().dueAt());
    }

    /** The parent was told exactly that since {@code when}. */
    public <M> Then<S> toldParent(MessageType<M> type, M content) {
        List<OutgoingReply> actual = story.repliesToParent();
        List<String> lines = new ArrayList<>();
        OutgoingReply first = actual.isEmpty() ? null : actual.getFirst();
        lines.add("  1. expected " + type + " " + content);
        lines.add("     actual   " + (first == null ? "nothing" : first.type() + " " + first.payload()));
        List<String> differences =
                first == null ? List.of() : differences(type, content, first.type(), first.payload());
        differences.forEach(it -> lines.add("       " + it));
        for (int i = 1; i < actual.size(); i++) {
            lines.add("  %d. expected nothing".formatted(i + 1));
            lines.add("     actual   " + actual.get(i).type() + " "
                    + actual.get(i).payload());
        }
        if (actual.size() != 1 || !differences.isEmpty()) {
            throw story.failure("told the parent something else than expected\n" + String.join("\n", lines));
        }
        return this;
    }

    /** The parent was told nothing since {@code when}. */
    public Then<S> toldParentNothing() {
        return same(
                "told the parent",
                List.of(),
                story.repliesToParent().stream().map(it -> it.type().name()).toList());
    }

    /** The last input changed nothing and said nothing, for that reason. */
    public Then<S> ignored(Decision.Reason expected) {
        return same("last decision", new Decision.Ignored(expected), story.lastDecision());
    }

    /** The saga itself, for what no method here asks. */
    public SagaInstance saga() {
        return story.saga();
    }

    private Then<S> same(String what, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw story.failure("%s%n  1. expected %s%n     actual   %s"
                    .formatted(what + " differs", Differences.show(expected), Differences.show(actual)));
        }
        return this;
    }
}
