package io.counterstep.core.message;

import java.util.function.Function;

/**
 * A service that takes part in sagas, with the two topics it lives on. Its vocabulary (requests, compensations, events)
 * is made here once, beside its messages, so that a saga definition holds no topic names.
 *
 * @param name for example {@code payment}
 * @param commandTopic where it reads commands
 * @param eventTopic where it writes replies and events
 */
public record Participant(String name, String commandTopic, String eventTopic) {

    public Participant {
        SagaId.requireName("participant", name);
    }

    /** A command that brings about a step's effect, answered by a success or a business refusal. */
    public <C, R> Request<C, R> request(
            MessageType<C> type, MessageType<? extends R> success, MessageType<? extends R> refusal) {
        return new Request<>(this, type, success, refusal);
    }

    /**
     * A command that cannot be refused, only confirmed: a compensation, or a saga's ending.
     *
     * @param confirmation builds the confirmation from the command; it is sent also when there was nothing to undo
     */
    public <C, R> Instruction<C> instruction(
            MessageType<C> type, MessageType<R> confirmedBy, Function<C, R> confirmation) {
        return new Instruction<>(this, type, confirmedBy, confirmation);
    }

    /** A fact that this participant publishes, for example the one that starts a saga. */
    public <E> Event<E> event(MessageType<E> type) {
        return new Event<>(this, type);
    }
}
