package io.counterstep.core.definition;

import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.Request;
import java.time.Duration;
import java.util.function.Function;

/**
 * Where a saga definition begins. Each call leads to the stage that may follow, so that a wrong order does not compile:
 *
 * <pre>{@code
 * Saga.named("fulfil-order", version(1)).startedBy(ORDER_CREATED)
 *     .step("payment").invoke(REQUEST, Commands::payment).compensate(CANCEL, Commands::refund).deadline(ofSeconds(30))
 *     .completeWith(COMPLETE, Commands::complete)
 *     .cancelWith(CANCEL, Commands::cancel);
 * }</pre>
 *
 * The functions given must be pure: a command is built anew whenever it is sent again, and must come out the same.
 */
public final class Saga {

    private Saga() {}

    /** @param name lower case letters, digits and dashes; part of every saga id */
    public static Named named(String name, Version version) {
        return new Named() {
            @Override
            public <S> Started<S> startedBy(Event<S> event) {
                return new SagaBuilder<>(name, version, event);
            }
        };
    }

    /** The saga has a name; it needs the event that starts it. */
    public interface Named {
        <S> Started<S> startedBy(Event<S> event);
    }

    /** The saga has a start; it needs its first step. */
    public interface Started<S> {
        /** Lets a customer cancel a running saga by that event; too late once every step is done. */
        Started<S> canceledBy(Event<?> event);

        StepNamed<S> step(String name);
    }

    /** A step has a name; it needs the command that brings about its effect. */
    public interface StepNamed<S> {
        <C, R> StepInvoked<S> invoke(Request<C, R> request, Function<SagaData<S>, C> command);
    }

    /** A step has its command; it needs the one that undoes it. */
    public interface StepInvoked<S> {
        <C> StepDone<S> compensate(Instruction<C> compensation, Function<SagaData<S>, C> command);
    }

    /** A step is whole; times may be set, and another step or the endings follow. */
    public interface StepDone<S> {
        /** How long the step may take in all, resends included; default {@link Step#DEFAULT_DEADLINE}. */
        StepDone<S> deadline(Duration deadline);

        /** After how long an unanswered command is first sent again; default {@link Resend#DEFAULT_FIRST}. */
        StepDone<S> resendAfter(Duration interval);

        StepNamed<S> step(String name);

        <C> Completed<S> completeWith(Instruction<C> completion, Function<SagaData<S>, C> command);
    }

    /** The saga has its good ending; it needs the other one. */
    public interface Completed<S> {
        /** @throws IllegalArgumentException naming every mistake of the definition at once */
        <C> SagaDefinition<S> cancelWith(Instruction<C> cancellation, Function<SagaData<S>, C> command);
    }
}
