package io.counterstep.core.definition;

import io.counterstep.core.definition.Step.Kind;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The options of a step, or of all steps of the group that was just closed. Used by one thread while a definition is built. */
abstract class StepOptions<S, N> implements Saga.Options<N> {

    private final List<String> mistakes;

    StepOptions(List<String> mistakes) {
        this.mistakes = mistakes;
    }

    abstract N change(Function<Step<S>, Step<S>> change);

    private N timed(Function<Timing, Timing> change) {
        return change(it -> new Step<>(
                it.name(),
                it.kind(),
                it.task(),
                it.compensation(),
                it.condition(),
                it.optional(),
                change.apply(it.timing())));
    }

    /** What cannot even be kept is told with all other mistakes. */
    private N mistaken(String mistake) {
        return change(it -> {
            mistakes.add("step '" + it.name() + "': " + mistake);
            return it;
        });
    }

    @Override
    public N deadline(Duration given) {
        return timed(it -> it.deadline(given));
    }

    @Override
    public N resendAfter(Duration interval) {
        try {
            return resend(Resend.every(interval));
        } catch (IllegalArgumentException invalid) {
            return mistaken(String.valueOf(invalid.getMessage()));
        }
    }

    @Override
    public N resend(Resend given) {
        return timed(it -> it.resend(given));
    }

    @Override
    public N attempts(int most) {
        return most < 1 ? mistaken("attempts must be 1 or more, found " + most) : timed(it -> it.attempts(most));
    }

    @Override
    public N optional() {
        return change(it ->
                new Step<>(it.name(), it.kind(), it.task(), it.compensation(), it.condition(), true, it.timing()));
    }

    @Override
    public N pivot() {
        return change(it -> new Step<>(
                it.name(), Kind.PIVOT, it.task(), it.compensation(), it.condition(), it.optional(), it.timing()));
    }
}
