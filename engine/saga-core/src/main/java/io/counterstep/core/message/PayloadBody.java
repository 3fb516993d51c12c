package io.counterstep.core.message;

/** A body that was never encoded. */
record PayloadBody(Object payload) implements Body {

    @Override
    public <M> M as(MessageType<M> type) {
        if (!type.payload().isInstance(payload)) {
            throw new IllegalArgumentException(
                    "message " + type + " needs a " + type.payload().getName() + " but holds " + payload);
        }
        return type.payload().cast(payload);
    }
}
