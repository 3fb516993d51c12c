package io.counterstep.core.definition;

import io.counterstep.core.definition.Step.Kind;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.SagaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with a definition, each with where and what to write instead. Used by one thread, once. */
final class Mistakes<S> {

    private final List<String> found = new ArrayList<>();
    private final Map<String, MessageType<?>> types = new HashMap<>();

    private Mistakes() {}

    static <S> List<String> of(
            String name, Event<S> startedBy, List<Stage<S>> stages, @Nullable Duration sagaDeadline) {
        Mistakes<S> mistakes = new Mistakes<>();
        mistakes.named("saga definition", name);
        mistakes.positive("the saga's deadline", sagaDeadline);
        mistakes.ofNames(stages);
        mistakes.ofOrder(stages);
        mistakes.ofTypes(startedBy, stages);
        stages.forEach(stage -> stage.steps().forEach(mistakes::ofStep));
        return mistakes.found;
    }

    private void ofNames(List<Stage<S>> stages) {
        List<String> names = stages.stream()
                .flatMap(it -> it.steps().stream())
                .map(Step::name)
                .toList();
        if (names.isEmpty() || names.size() > SagaDefinition.MAX_STEPS) {
            found.add("needs 1 to " + SagaDefinition.MAX_STEPS + " steps, found " + names.size());
        }
        Set<String> taken = new HashSet<>(Set.of(SagaDefinition.COMPLETE, SagaDefinition.CANCEL));
        for (String name : names) {
            named("step", name);
            if (!taken.add(name)) {
                found.add("step '" + name + "' is named twice, or like an ending: give it another name");
            }
        }
    }

    /** Compensatable steps, then the pivot, then retriable ones. */
    private void ofOrder(List<Stage<S>> stages) {
        @Nullable String pivot = null;
        @Nullable String retriable = null;
        for (Stage<S> stage : stages) {
            boolean alone = stage.steps().size() == 1;
            for (Step<S> step : stage.steps()) {
                switch (step.kind()) {
                    case COMPENSATABLE -> {
                        if (pivot != null || retriable != null) {
                            found.add("step '" + step.name() + "' could not be undone any more, since it stands behind "
                                    + (pivot != null ? "the pivot '" + pivot : "the retriable step '" + retriable)
                                    + "': make it retriable, or move it before that");
                        }
                    }
                    case PIVOT -> {
                        if (pivot != null) {
                            found.add("step '" + step.name() + "' is a second pivot behind '" + pivot
                                    + "': make it retriable, or the first one compensatable");
                        } else if (retriable != null) {
                            found.add("step '" + step.name() + "' is a pivot behind the retriable step '" + retriable
                                    + "': move it before that");
                        }
                        if (!alone) {
                            found.add("step '" + step.name()
                                    + "' is a pivot within a group, whose other steps could still fail: move it out");
                        }
                        pivot = step.name();
                    }
                    case RETRIABLE -> retriable = step.name();
                }
            }
            if (stage.steps().stream().map(Step::kind).distinct().count() > 1 && !alone) {
                found.add("the group of '" + stage.steps().getFirst().name()
                        + "' mixes kinds of steps: let all of a group be compensatable, or all retriable");
            }
        }
    }

    private void ofTypes(Event<S> startedBy, List<Stage<S>> stages) {
        oneRecord(startedBy.type());
        Set<String> children = new HashSet<>();
        for (Stage<S> stage : stages) {
            for (Step<S> step : stage.steps()) {
                step.task().replies().forEach(this::oneRecord);
                if (step.task().replies().stream().anyMatch(startedBy.type()::equals)) {
                    found.add("step '" + step.name() + "' is answered by " + startedBy.type()
                            + ", which starts the saga: let another type answer it");
                }
                Invocation<S, ?> compensation = step.compensation();
                if (compensation != null) {
                    compensation.command().replies().forEach(this::oneRecord);
                    compensation.command().replies().stream()
                            .filter(step.task().replies()::contains)
                            .forEach(it -> found.add("step '" + step.name() + "': " + it
                                    + " answers both its command and its compensation: give each its own type"));
                }
                if (step.task() instanceof Task.StartChild<S> start
                        && !start.ownKey()
                        && !children.add(start.child())) {
                    found.add("step '" + step.name() + "' starts a second '" + start.child()
                            + "' with the same key, which would be the same saga: give it a key of its own");
                }
            }
        }
    }

    private void oneRecord(MessageType<?> type) {
        MessageType<?> known = types.putIfAbsent(type.name(), type);
        if (known != null && !known.equals(type)) {
            found.add("message type " + type + " is declared with two records, "
                    + known.payload().getName() + " and " + type.payload().getName() + ": use one");
        }
    }

    private void ofStep(Step<S> step) {
        Timing timing = step.timing();
        positive("step '" + step.name() + "': deadline", timing.deadline());
        if (timing.attempts() < 0) {
            found.add("step '" + step.name() + "': attempts must be 1 or more, found " + timing.attempts());
        }
        if (step.mustBeDone() && timing.deadline() != null) {
            found.add("step '" + step.name() + "' must be done however long it takes, and can have no deadline:"
                    + " bound its attempts instead");
        }
        if (step.kind() == Kind.PIVOT && step.optional()) {
            found.add("step '" + step.name() + "' is the pivot, which decides, and cannot be optional");
        }
        if (step.kind() == Kind.PIVOT && step.task() instanceof Task.Await) {
            found.add("step '" + step.name()
                    + "' only waits, and cannot be the pivot: make the step behind it the pivot");
        }
        if (step.kind() == Kind.RETRIABLE && step.compensation() != null) {
            found.add("step '" + step.name() + "' is retriable and never undone: drop its compensation");
        }
    }

    private void positive(String what, @Nullable Duration duration) {
        if (duration != null && (duration.isNegative() || duration.isZero())) {
            found.add(what + " must be positive, found " + duration);
        }
    }

    private void named(String what, String name) {
        try {
            SagaId.requireName(what, name);
        } catch (IllegalArgumentException invalid) {
            found.add(String.valueOf(invalid.getMessage()));
        }
    }
}
