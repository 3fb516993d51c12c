package io.counterstep.core.definition;

import io.counterstep.core.message.Command;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Where a saga definition begins. Each call leads to the stage that may follow, so that a wrong order does not compile:
 *
 * <pre>{@code
 * Saga.named("trip", version(1)).startedBy(TRIP_REQUESTED)
 *     .together(group -> group
 *         .step("flight").invoke(FLIGHT, Commands::flight).compensate(FLIGHT_CANCEL, Commands::noFlight)
 *         .step("hotel").invoke(HOTEL, Commands::hotel).compensate(HOTEL_CANCEL, Commands::noHotel))
 *     .step("approval").when(Commands::isExpensive).await(APPROVED, REJECTED, ofDays(2))
 *     .step("payment").invoke(PAY, Commands::payment).pivot()
 *     .step("tickets").invoke(SEND, Commands::tickets).retriable()
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

    /** Where a step may follow. */
    public interface Steps<S> {
        StepNamed<S, StepDone<S>> step(String name);

        /**
         * Steps that are done together. Their commands go out at once; when one is refused, those of them that took or may
         * have taken effect are undone, together as well.
         */
        StepDone<S> together(Function<Group<S>, GroupStep<S>> group);
    }

    /** The saga has a start; it needs its first step. */
    public interface Started<S> extends Steps<S> {
        /** Lets a customer cancel a running saga by that event; too late once there is no way back. */
        Started<S> canceledBy(Event<?> event);

        /** How long the saga may take in all, as long as there is a way back; by default without end. */
        Started<S> deadline(Duration deadline);
    }

    /** A group of parallel steps; it needs its first. */
    public interface Group<S> {
        StepNamed<S, GroupStep<S>> step(String name);
    }

    /** A step has a name; it needs what it does. */
    public interface StepNamed<S, N> {
        /** The step is skipped if this is false when its turn comes. */
        StepNamed<S, N> when(Predicate<SagaData<S>> condition);

        /** Tells a participant to bring about the step's effect. */
        <C> StepInvoked<S, N> invoke(Command<C> command, Function<SagaData<S>, C> payload);

        /** Starts a saga of that definition with this saga's business key, and waits for its end. */
        <C> StepChild<N> child(SagaDefinition<C> child, Function<SagaData<S>, C> start);

        /** The same with a business key of its own, derived from what the saga knows. */
        <C> StepChild<N> child(
                SagaDefinition<C> child, Function<SagaData<S>, String> key, Function<SagaData<S>, C> start);

        /** Waits for an event; the saga turns back when the deadline passes. */
        N await(Event<?> event, Duration deadline);

        /** Waits for one of two events; the saga turns back at the second, or when the deadline passes. */
        N await(Event<?> event, Event<?> refusedBy, Duration deadline);
    }

    /** A step has its command; it needs its kind. */
    public interface StepInvoked<S, N> {
        /** Compensatable: that command undoes it. */
        <C> N compensate(Instruction<C> compensation, Function<SagaData<S>, C> command);

        /** Changes nothing, so that there is nothing to undo. */
        N readOnly();

        /** The pivot, which cannot be undone: asked for until it is answered. */
        N pivot();

        /** Asked for until it is done; only after the pivot. */
        N retriable();
    }

    /** A step starts a child; it needs its kind. */
    public interface StepChild<N> {
        /** Compensatable: the child is turned back, also after its good end. The child may have no way past which none is. */
        N compensate();

        /** The pivot: the child's end decides. */
        N pivot();

        /** Waited for until it is done; only after the pivot. */
        N retriable();
    }

    /** A step is whole; times may be set. Behind a group they are set for all of its steps, in place of their own. */
    public interface Options<N> {
        /** How long the step may take in all, resends included; default {@link Timing#DEFAULT_DEADLINE}. */
        N deadline(Duration deadline);

        /** After how long an unanswered command is first sent again; default {@link Resend#DEFAULT_FIRST}. */
        N resendAfter(Duration interval);

        /** When an unanswered command is sent again. */
        N resend(Resend resend);

        /**
         * How often its commands are sent at most. After that a step that can be undone is; by default it is sent until its
         * deadline. For what must be done a person has to look after that; the default is {@link Timing#DEFAULT_ATTEMPTS}.
         */
        N attempts(int most);

        /** The saga goes on without the step if it is refused or not answered; what it may have done is undone. */
        N optional();

        /** Makes it the pivot; its compensation is used only as long as it is unknown whether it took effect. */
        N pivot();
    }

    /** A step of a group is whole; another may follow. */
    public interface GroupStep<S> extends Options<GroupStep<S>> {
        StepNamed<S, GroupStep<S>> step(String name);
    }

    /** A step or group is whole; times may be set, and another step or the endings follow. */
    public interface StepDone<S> extends Options<StepDone<S>>, Steps<S> {
        <C> Completed<S> completeWith(Instruction<C> completion, Function<SagaData<S>, C> command);

        /**
         * Nobody is told of the end.
         *
         * @throws IllegalArgumentException naming every mistake of the definition at once
         */
        SagaDefinition<S> withoutEndings();
    }

    /** The saga has its good ending; it needs the other one. */
    public interface Completed<S> {
        /** @throws IllegalArgumentException naming every mistake of the definition at once */
        <C> SagaDefinition<S> cancelWith(Instruction<C> cancellation, Function<SagaData<S>, C> command);
    }
}
