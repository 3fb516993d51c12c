package io.counterstep.core.definition;

import java.time.Duration;

/**
 * When an unanswered command is sent again: after {@code first}, then after twice as long each time, at most {@code max}.
 *
 * @param first the default is {@link #DEFAULT_FIRST}
 * @param max the longest interval; at least {@code first}
 */
public record Resend(Duration first, Duration max) {

    public static final Duration DEFAULT_FIRST = Duration.ofSeconds(5);
    public static final Duration DEFAULT_MAX = Duration.ofMinutes(1);
    public static final Resend DEFAULT = every(DEFAULT_FIRST);

    private static final int MAX_DOUBLINGS = 16;

    public Resend {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "resend interval must be positive and at most max, found " + first + " with max " + max);
        }
    }

    public static Resend every(Duration first) {
        return new Resend(first, first.compareTo(DEFAULT_MAX) > 0 ? first : DEFAULT_MAX);
    }

    /** How long to wait for an answer to that attempt, the first being 1. */
    public Duration after(int attempt) {
        Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
        return doubled.compareTo(max) > 0 ? max : doubled;
    }
}
