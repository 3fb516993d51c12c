package io.counterstep.core.definition;

import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the steps behind the stages of {@link Saga}. Used by one thread while a definition is built. */
final class SagaBuilder<S> implements Saga.Started<S> {

    private final String name;
    private final Version version;
    private final Event<S> startedBy;
    private final List<Stage<S>> stages = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private @Nullable Event<?> canceledBy;
    private @Nullable Duration deadline;

    SagaBuilder(String name, Version version, Event<S> startedBy) {
        this.name = name;
        this.version = version;
        this.startedBy = startedBy;
    }

    @Override
    public Saga.Started<S> canceledBy(Event<?> event) {
        canceledBy = event;
        return this;
    }

    @Override
    public Saga.Started<S> deadline(Duration given) {
        deadline = given;
        return this;
    }

    @Override
    public Saga.StepNamed<S, Saga.StepDone<S>> step(String stepName) {
        return new StepBuilder<>(stepName, mistakes, step -> {
            stages.add(new Stage<>(List.of(step)));
            return new Done();
        });
    }

    @Override
    public Saga.StepDone<S> together(Function<Saga.Group<S>, Saga.GroupStep<S>> group) {
        List<Step<S>> steps = new ArrayList<>();
        Objects.requireNonNull(group.apply(stepName -> inGroup(stepName, steps)), "the group's last step");
        stages.add(new Stage<>(steps));
        return new Done();
    }

    private Saga.StepNamed<S, Saga.GroupStep<S>> inGroup(String stepName, List<Step<S>> steps) {
        return new StepBuilder<>(stepName, mistakes, step -> {
            steps.add(step);
            return new InGroup(steps);
        });
    }

    private SagaDefinition<S> build(@Nullable Invocation<S, ?> completion, @Nullable Invocation<S, ?> cancellation) {
        SagaDefinition<S> definition =
                new SagaDefinition<>(name, version, startedBy, canceledBy, deadline, stages, completion, cancellation);
        List<String> all = new ArrayList<>(mistakes);
        all.addAll(Mistakes.of(definition));
        all.addAll(MistakesOfTypes.of(definition));
        if (!all.isEmpty()) {
            throw new IllegalArgumentException("saga '" + name + "' has " + all.size()
                    + (all.size() == 1 ? " mistake: " : " mistakes: ") + String.join("; ", all));
        }
        return definition;
    }

    private final class InGroup extends StepOptions<S, Saga.GroupStep<S>> implements Saga.GroupStep<S> {

        private final List<Step<S>> steps;

        private InGroup(List<Step<S>> steps) {
            super(mistakes);
            this.steps = steps;
        }

        @Override
        Saga.GroupStep<S> change(Function<Step<S>, Step<S>> change) {
            steps.add(change.apply(steps.removeLast()));
            return this;
        }

        @Override
        public Saga.StepNamed<S, Saga.GroupStep<S>> step(String stepName) {
            return inGroup(stepName, steps);
        }
    }

    private final class Done extends StepOptions<S, Saga.StepDone<S>> implements Saga.StepDone<S> {

        private Done() {
            super(mistakes);
        }

        @Override
        Saga.StepDone<S> change(Function<Step<S>, Step<S>> change) {
            List<Step<S>> last = stages.removeLast().steps();
            stages.add(new Stage<>(last.stream().map(change).toList()));
            return this;
        }

        @Override
        public Saga.StepNamed<S, Saga.StepDone<S>> step(String stepName) {
            return SagaBuilder.this.step(stepName);
        }

        @Override
        public Saga.StepDone<S> together(Function<Saga.Group<S>, Saga.GroupStep<S>> group) {
            return SagaBuilder.this.together(group);
        }

        @Override
        public <C> Saga.Completed<S> completeWith(Instruction<C> completion, Function<SagaData<S>, C> command) {
            return ended(new Invocation<>(completion, command));
        }

        @Override
        public SagaDefinition<S> withoutEndings() {
            return build(null, null);
        }
    }

    private Saga.Completed<S> ended(Invocation<S, ?> completion) {
        return new Saga.Completed<>() {
            @Override
            public <C> SagaDefinition<S> cancelWith(Instruction<C> cancellation, Function<SagaData<S>, C> command) {
                return build(completion, new Invocation<>(cancellation, command));
            }
        };
    }
}
