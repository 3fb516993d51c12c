package io.counterstep.core.decide;

import java.time.Instant;
import java.util.Set;

/**
 * What is so when a decision is taken.
 *
 * @param closed the gates through which no command may go now, by {@link #participant} and {@link #definition}; what
 *     would have gone is held, and released by {@link Input.Release}
 * @param readUpTo what was answered by then is read; no answer is late before, since it may lie unread
 */
public record Moment(Instant now, Set<String> closed, Instant readUpTo) {

    /** The gate of one saga, closed while it is paused. */
    static final String SAGA = "saga";

    /** The gate of one step whose condition failed, so that nobody knows whether it is wanted. */
    static final String CONDITION = "condition";

    public Moment {
        closed = Set.copyOf(closed);
    }

    /** Everything that was answered is read. */
    public Moment(Instant now, Set<String> closed) {
        this(now, closed, now);
    }

    /** Every gate is open. */
    public static Moment at(Instant now) {
        return new Moment(now, Set.of());
    }

    /** True for a gate of one saga alone, which {@link Input.Release} does not open. */
    static boolean isOfOneSaga(String gate) {
        return gate.equals(SAGA) || gate.equals(CONDITION);
    }

    /** The gate of all commands to that participant. */
    public static String participant(String name) {
        return "participant:" + name;
    }

    /** The gate of all commands of that definition's sagas. */
    public static String definition(String name) {
        return "definition:" + name;
    }
}
