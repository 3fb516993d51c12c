package io.counterstep.core.message;

import java.util.List;

/**
 * A command that brings about a step's effect.
 *
 * @param success the effect was brought about
 * @param refusal a business refusal: nothing happened, and asking again would not help
 * @param <R> the common type of both replies, which a handler returns
 */
public record Request<C, R>(
        Participant participant,
        MessageType<C> type,
        MessageType<? extends R> success,
        MessageType<? extends R> refusal)
        implements Command<C> {

    @Override
    public List<MessageType<?>> replies() {
        return List.of(success, refusal);
    }

    @Override
    public boolean isAnsweredBy(String type) {
        return success.name().equals(type) || refusal.name().equals(type);
    }

    /**
     * The message type that carries this reply.
     *
     * @throws IllegalArgumentException if the reply is neither the success nor the refusal
     */
    public MessageType<? extends R> typeOf(R reply) {
        if (success.payload().isInstance(reply)) {
            return success;
        }
        if (refusal.payload().isInstance(reply)) {
            return refusal;
        }
        throw new IllegalArgumentException("reply to " + type + " must be "
                + success.payload().getSimpleName() + " or " + refusal.payload().getSimpleName() + ", found " + reply);
    }
}
