package io.counterstep.core.definition;

import io.counterstep.core.message.Request;
import java.time.Duration;

/**
 * One step of a saga and its counter-step.
 *
 * @param name unique in its saga, stored and shown; never rename one that active sagas may be at
 * @param request what the step invokes
 * @param invocation builds the request's command
 * @param compensation undoes the step, if it took effect or may have
 * @param deadline after it the step counts as unknown and is compensated; from the first sending
 */
public record Step<S>(
        String name,
        Request<?, ?> request,
        Invocation<S, ?> invocation,
        Invocation<S, ?> compensation,
        Duration deadline,
        Resend resend) {

    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

    public Step {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("step '" + name + "': deadline must be positive, found " + deadline);
        }
    }
}
