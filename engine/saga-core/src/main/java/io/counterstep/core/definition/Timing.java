package io.counterstep.core.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a step is waited for, and how often its command is sent.
 *
 * @param deadline from the first sending, resends included; null if it was not given
 * @param resend null if it was not given
 * @param attempts how often the command is sent at most; 0 if it was not given
 */
public record Timing(@Nullable Duration deadline, @Nullable Resend resend, int attempts) {

    /** For a step that can be undone; one that cannot is waited for without end. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

    /**
     * How often a command that must be done is sent before a person has to look. A step that can be undone is sent until its
     * deadline, unless its attempts are given.
     */
    public static final int DEFAULT_ATTEMPTS = 30;

    static final Timing DEFAULT = new Timing(null, null, 0);

    Timing deadline(Duration given) {
        return new Timing(given, resend, attempts);
    }

    Timing resend(Resend given) {
        return new Timing(deadline, given, attempts);
    }

    Timing attempts(int given) {
        return new Timing(deadline, resend, given);
    }
}
