package io.counterstep.testing;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.decide.Status;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Command;
import io.counterstep.testing.SagaScenario.ExpectedCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        if (wanted == null || found == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String wantedType = wanted.command().type().name();
        String foundType = found.command().type().name();
        if (!wantedType.equals(foundType)) {
            lines.add("type: expected " + wantedType + ", actual " + foundType);
        }
        lines.addAll(Differences.between(wanted.payload(), found.payload()));
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
        String actual = switch (story.saga().state()) {
            case SagaState.TurnedBack back -> back.reason();
            case SagaState.Canceled canceled -> canceled.reason();
            case SagaState.NeedsAttention attention -> attention.why();
            case SagaState.Running running -> null;
            case SagaState.Completing completing -> null;
            case SagaState.Completed completed -> null;
        };
        return same("reason", expected, actual);
    }

    /** The saga waits for the answer to that step's request or compensation. */
    public Then<S> waitsFor(String step, Action action) {
        String actual = story.outstanding()
                .map(it -> it.command().step() + "/" + it.command().action().wireName())
                .orElse(null);
        return same("waits for", step + "/" + action.wireName(), actual);
    }

    /** The next check is due that long from now. */
    public Then<S> checkDueIn(Duration expected) {
        Duration actual = story.outstanding()
                .map(Outstanding::dueAt)
                .map(due -> Duration.between(story.now(), due))
                .orElse(null);
        return same("check due in", expected, actual);
    }

    /** The last input changed nothing and said nothing, for that reason. */
    public Then<S> ignored(Decision.Reason expected) {
        return same("last decision", new Decision.Ignored(expected), story.lastDecision());
    }

    /** The saga itself, for what no method here asks. */
    public SagaInstance saga() {
        return story.saga();
    }

    private Then<S> same(String what, Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw story.failure("%s%n  1. expected %s%n     actual   %s"
                    .formatted(what + " differs", Differences.show(expected), Differences.show(actual)));
        }
        return this;
    }
}
