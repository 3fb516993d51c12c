package io.counterstep.core.message;

/**
 * The content of one message, decoded when it is asked for. The core never sees how it is encoded: the messaging layer
 * brings JSON, a test brings the record itself.
 */
public interface Body {

    /**
     * This content as the record of that type.
     *
     * @throws IllegalArgumentException if the content does not fit the type
     */
    <M> M as(MessageType<M> type);

    /** A body that holds the record itself; {@link #as} throws if it is asked for as another one. */
    static Body of(Object payload) {
        return new PayloadBody(payload);
    }
}
