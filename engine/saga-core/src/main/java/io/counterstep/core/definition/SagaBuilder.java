package io.counterstep.core.definition;

import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the steps behind the stages of {@link Saga}. Used by one thread while a definition is built. */
final class SagaBuilder<S> implements Saga.Started<S> {

    private final String name;
    private final Version version;
    private final Event<S> startedBy;
    private final List<Step<S>> steps = new ArrayList<>();
    private @Nullable Event<?> canceledBy;

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
    public Saga.StepNamed<S> step(String stepName) {
        return new Saga.StepNamed<>() {
            @Override
            public <C, R> Saga.StepInvoked<S> invoke(Request<C, R> request, Function<SagaData<S>, C> command) {
                return invoked(stepName, request, new Invocation<>(request, command));
            }
        };
    }

    private Saga.StepInvoked<S> invoked(String stepName, Request<?, ?> request, Invocation<S, ?> invocation) {
        return new Saga.StepInvoked<>() {
            @Override
            public <C> Saga.StepDone<S> compensate(Instruction<C> compensation, Function<SagaData<S>, C> command) {
                steps.add(new Step<>(
                        stepName,
                        request,
                        invocation,
                        new Invocation<>(compensation, command),
                        Step.DEFAULT_DEADLINE,
                        Resend.DEFAULT));
                return new Done();
            }
        };
    }

    private final class Done implements Saga.StepDone<S> {

        @Override
        public Saga.StepDone<S> deadline(Duration deadline) {
            Step<S> last = steps.removeLast();
            steps.add(new Step<>(
                    last.name(), last.request(), last.invocation(), last.compensation(), deadline, last.resend()));
            return this;
        }

        @Override
        public Saga.StepDone<S> resendAfter(Duration interval) {
            Step<S> last = steps.removeLast();
            steps.add(new Step<>(
                    last.name(),
                    last.request(),
                    last.invocation(),
                    last.compensation(),
                    last.deadline(),
                    Resend.every(interval)));
            return this;
        }

        @Override
        public Saga.StepNamed<S> step(String stepName) {
            return SagaBuilder.this.step(stepName);
        }

        @Override
        public <C> Saga.Completed<S> completeWith(Instruction<C> completion, Function<SagaData<S>, C> command) {
            return ended(new Invocation<>(completion, command));
        }
    }

    private Saga.Completed<S> ended(Invocation<S, ?> completion) {
        return new Saga.Completed<>() {
            @Override
            public <C> SagaDefinition<S> cancelWith(Instruction<C> cancellation, Function<SagaData<S>, C> command) {
                return new SagaDefinition<>(
                        name,
                        version,
                        startedBy,
                        canceledBy,
                        steps,
                        completion,
                        new Invocation<>(cancellation, command));
            }
        };
    }
}
