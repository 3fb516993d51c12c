package io.counterstep.fulfilment.local.bench;

import org.jspecify.annotations.Nullable;

/** The load could not be run or measured; says what was found. */
public final class LoadFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    LoadFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
