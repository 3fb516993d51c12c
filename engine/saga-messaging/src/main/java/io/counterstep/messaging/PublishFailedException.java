package io.counterstep.messaging;

import org.jspecify.annotations.Nullable;

/** The broker did not take a record; what caused it will be delivered again, so nothing is lost. */
public final class PublishFailedException extends RuntimeException {

    public PublishFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
