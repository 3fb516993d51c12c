package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which sagas are meant: those that fit all of it. Null, or no state, means any. Begin with {@link #any()} and narrow it.
 * Immutable.
 *
 * @param key the business key
 * @param step where the saga waits
 * @param participant for whose answer or event an unfinished saga waits, as far as its version is known here
 * @param text what its reason, or why it needs attention, contains, in whatever case; 1 to {@value #MAX_TEXT} characters
 * @param minAge the least time since its start
 * @param maxAge the most time since its start
 */
public record SagaFilter(
        Set<Status> states,
        @Nullable String definition,
        @Nullable Integer version,
        @Nullable String key,
        @Nullable String step,
        @Nullable String participant,
        @Nullable String text,
        @Nullable Duration minAge,
        @Nullable Duration maxAge) {

    public static final int MAX_TEXT = 200;

    /** No saga is older, and no database's calendar ends within it. */
    public static final Duration MAX_AGE = Duration.ofDays(36_500);

    private static final SagaFilter ANY = new SagaFilter(Set.of(), null, null, null, null, null, null, null, null);

    public SagaFilter {
        Set<Status> distinct = EnumSet.noneOf(Status.class);
        distinct.addAll(states);
        states = Collections.unmodifiableSet(distinct);
        if (text != null && (text.isEmpty() || text.length() > MAX_TEXT)) {
            throw new IllegalArgumentException(
                    "text must have 1 to " + MAX_TEXT + " characters, found " + text.length());
        }
    }

    /** Every saga. */
    public static SagaFilter any() {
        return ANY;
    }

    /** True if no saga that is over fits. */
    boolean isUnfinished() {
        return participant != null || (!states.isEmpty() && states.stream().noneMatch(Status::isFinal));
    }

    /** One of these; any if there are none. */
    public SagaFilter withStates(Collection<Status> wanted) {
        return new SagaFilter(Set.copyOf(wanted), definition, version, key, step, participant, text, minAge, maxAge);
    }

    public SagaFilter withState(Status wanted) {
        return withStates(Set.of(wanted));
    }

    public SagaFilter withDefinition(@Nullable String wanted) {
        return new SagaFilter(states, wanted, version, key, step, participant, text, minAge, maxAge);
    }

    public SagaFilter withVersion(@Nullable Integer wanted) {
        return new SagaFilter(states, definition, wanted, key, step, participant, text, minAge, maxAge);
    }

    public SagaFilter withKey(@Nullable String wanted) {
        return new SagaFilter(states, definition, version, wanted, step, participant, text, minAge, maxAge);
    }

    public SagaFilter withStep(@Nullable String wanted) {
        return new SagaFilter(states, definition, version, key, wanted, participant, text, minAge, maxAge);
    }

    public SagaFilter withParticipant(@Nullable String wanted) {
        return new SagaFilter(states, definition, version, key, step, wanted, text, minAge, maxAge);
    }

    /** @throws IllegalArgumentException if it is empty or too long */
    public SagaFilter withText(@Nullable String wanted) {
        return new SagaFilter(states, definition, version, key, step, participant, wanted, minAge, maxAge);
    }

    public SagaFilter withMinAge(@Nullable Duration wanted) {
        return new SagaFilter(states, definition, version, key, step, participant, text, wanted, maxAge);
    }

    public SagaFilter withMaxAge(@Nullable Duration wanted) {
        return new SagaFilter(states, definition, version, key, step, participant, text, minAge, wanted);
    }
}
