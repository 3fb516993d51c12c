package io.counterstep.messaging;

import org.jspecify.annotations.Nullable;

/** A record that is no message: it goes to the dead-letter topic with this text as the reason. */
public final class UnreadableMessageException extends IllegalArgumentException {

    public UnreadableMessageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public UnreadableMessageException(String message) {
        super(message);
    }
}
