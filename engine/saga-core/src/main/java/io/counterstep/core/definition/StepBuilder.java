package io.counterstep.core.definition;

import io.counterstep.core.definition.Step.Kind;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One step from its name to its kind. Used by one thread while a definition is built.
 *
 * @param <N> what follows the step
 */
final class StepBuilder<S, N> implements Saga.StepNamed<S, N> {

    private final String name;
    private final List<String> mistakes;
    private final Function<Step<S>, N> add;
    private Predicate<SagaData<S>> condition = data -> true;

    StepBuilder(String name, List<String> mistakes, Function<Step<S>, N> add) {
        this.name = name;
        this.mistakes = mistakes;
        this.add = add;
    }

    @Override
    public Saga.StepNamed<S, N> when(Predicate<SagaData<S>> given) {
        condition = condition.and(given);
        return this;
    }

    @Override
    public <C> Saga.StepInvoked<S, N> invoke(Command<C> command, Function<SagaData<S>, C> payload) {
        Task<S> task = new Task.Invoke<>(new Invocation<>(command, payload));
        return new Saga.StepInvoked<>() {
            @Override
            public <U> N compensate(Instruction<U> compensation, Function<SagaData<S>, U> undo) {
                return done(Kind.COMPENSATABLE, task, new Invocation<>(compensation, undo));
            }

            @Override
            public N readOnly() {
                return done(Kind.COMPENSATABLE, task, null);
            }

            @Override
            public N pivot() {
                return done(Kind.PIVOT, task, null);
            }

            @Override
            public N retriable() {
                return done(Kind.RETRIABLE, task, null);
            }
        };
    }

    @Override
    public <C> Saga.StepChild<N> child(SagaDefinition<C> child, Function<SagaData<S>, C> start) {
        return child(child, false, SagaData::key, start);
    }

    @Override
    public <C> Saga.StepChild<N> child(
            SagaDefinition<C> child, Function<SagaData<S>, String> key, Function<SagaData<S>, C> start) {
        return child(child, true, key, start);
    }

    private <C> Saga.StepChild<N> child(
            SagaDefinition<C> child,
            boolean ownKey,
            Function<SagaData<S>, String> key,
            Function<SagaData<S>, C> start) {
        Task<S> task =
                new Task.StartChild<>(child.name(), ownKey, new Invocation<>(ChildSagas.request(child), start, key));
        Invocation<S, ?> undo = new Invocation<>(ChildSagas.UNDO, data -> new ChildSagas.SagaUndo(child.name()), key);
        return new Saga.StepChild<>() {
            @Override
            public N compensate() {
                if (!child.canBeUndone()) {
                    mistakes.add("step '" + name + "' cannot be compensated, because its child '" + child.name()
                            + "' has a pivot or retriable steps: make the step the pivot, or retriable");
                }
                return done(Kind.COMPENSATABLE, task, undo);
            }

            @Override
            public N pivot() {
                return done(Kind.PIVOT, task, null);
            }

            @Override
            public N retriable() {
                return done(Kind.RETRIABLE, task, null);
            }
        };
    }

    @Override
    public N await(Event<?> event, Duration deadline) {
        return awaiting(new Task.Await<>(event, null), deadline);
    }

    @Override
    public N await(Event<?> event, Event<?> refusedBy, Duration deadline) {
        return awaiting(new Task.Await<>(event, refusedBy), deadline);
    }

    private N awaiting(Task<S> task, Duration deadline) {
        return add.apply(
                new Step<>(name, Kind.COMPENSATABLE, task, null, condition, false, Timing.DEFAULT.deadline(deadline)));
    }

    private N done(Kind kind, Task<S> task, @Nullable Invocation<S, ?> compensation) {
        return add.apply(new Step<>(name, kind, task, compensation, condition, false, Timing.DEFAULT));
    }
}
