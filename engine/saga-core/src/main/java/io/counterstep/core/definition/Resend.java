package io.counterstep.core.definition;

import io.counterstep.core.message.CommandId;
import java.time.Duration;

/**
 * When an unanswered command is sent again: after {@code first}, then after twice as long each time, at most {@code max}.
 * To each interval up to a fifth is added, computed from the saga's id, so that what many sagas sent together is not sent
 * again together; the same saga and attempt always give the same interval.
 *
 * @param first the default is {@link #DEFAULT_FIRST}
 * @param max the longest interval before the spread; at least {@code first}
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
 *     jitter</a>
 */
public record Resend(Duration first, Duration max) {

    public static final Duration DEFAULT_FIRST = Duration.ofSeconds(5);
    public static final Duration DEFAULT_MAX = Duration.ofMinutes(1);
    public static final Resend DEFAULT = every(DEFAULT_FIRST);

    private static final int MAX_DOUBLINGS = 16;

    /** Of how many resends at the longest interval a step's deadline consists, unless an interval is given. */
    private static final int RESENDS_UNTIL_DEADLINE = 20;

    /** The spread is one of so many equal parts of a fifth. */
    private static final int PARTS = 1_000;

    public Resend {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "resend interval must be positive and at most max, found " + first + " with max " + max);
        }
    }

    public static Resend every(Duration first) {
        return new Resend(first, longer(first, DEFAULT_MAX));
    }

    /** For a step that may take that long, so that one that takes days is not asked every minute. */
    static Resend within(Duration deadline) {
        return new Resend(DEFAULT_FIRST, longer(DEFAULT_MAX, deadline.dividedBy(RESENDS_UNTIL_DEADLINE)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** How long to wait for an answer to that attempt at that command, the first being 1. */
    public Duration after(int attempt, CommandId command) {
        Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
        Duration bounded = doubled.compareTo(max) > 0 ? max : doubled;
        int part = Math.floorMod(mixed(31 * command.saga().toString().hashCode() + attempt), PARTS);
        return bounded.plus(bounded.dividedBy(5L * PARTS).multipliedBy(part));
    }

    /** Neighbouring hashes far apart; the finalizer of MurmurHash3. */
    private static int mixed(int hash) {
        int h = hash;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
