package io.counterstep.core.definition;

import io.counterstep.core.definition.Step.Kind;
import io.counterstep.core.message.SagaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with a definition, each with where and what to write instead. Used by one thread, once. */
final class Mistakes<S> {

    private final List<String> found = new ArrayList<>();

    private Mistakes() {}

    static <S> List<String> of(SagaDefinition<S> definition) {
        Mistakes<S> mistakes = new Mistakes<>();
        mistakes.named("saga definition", definition.name());
        mistakes.bounded("the saga's deadline", definition.deadline());
        mistakes.ofNames(definition.steps().stream().map(Step::name).toList());
        mistakes.ofOrder(definition.stages());
        definition.steps().forEach(mistakes::ofStep);
        return mistakes.found;
    }

    private void ofNames(List<String> names) {
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
                            found.add(tooLate(
                                    step, pivot != null ? "the pivot '" + pivot : "the retriable step '" + retriable));
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

    private static <S> String tooLate(Step<S> step, String behind) {
        return "step '" + step.name() + "' "
                + (step.task() instanceof Task.Await
                        ? "only waits, and stands behind " + behind + "', where nothing would come of its deadline:"
                                + " move it before that, or let a retriable step ask for what it waits for"
                        : "could not be undone any more, since it stands behind " + behind
                                + "': make it retriable, or move it before that");
    }

    private void ofStep(Step<S> step) {
        Timing timing = step.timing();
        bounded("step '" + step.name() + "': deadline", timing.deadline());
        Resend resend = timing.resend();
        if (resend != null) {
            bounded("step '" + step.name() + "': longest resend interval", resend.max());
        }
        if (step.mustBeDone() && timing.deadline() != null && !(step.task() instanceof Task.Await)) {
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

    private void bounded(String what, @Nullable Duration duration) {
        if (duration != null && (duration.isNegative() || duration.isZero())) {
            found.add(what + " must be positive, found " + duration);
        }
        if (duration != null && duration.compareTo(SagaDefinition.MAX_WAIT) > 0) {
            found.add(what + " must be at most " + SagaDefinition.MAX_WAIT + ", found " + duration);
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
