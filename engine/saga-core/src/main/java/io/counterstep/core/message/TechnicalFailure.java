package io.counterstep.core.message;

import org.jspecify.annotations.Nullable;

/**
 * The engine's own reply for a command that a participant could not handle: not a refusal, so the command is sent again
 * with backoff until the step's deadline.
 *
 * @param reason what went wrong, for people
 */
public record TechnicalFailure(@Nullable String reason) {

    public static final MessageType<TechnicalFailure> TYPE =
            MessageType.of("TECHNICAL_FAILURE", TechnicalFailure.class);
}
