package io.counterstep.messaging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Up to when a loop has read its topics, as far as this instance reads them. Thread-safe. */
public final class Reading {

    /** Nobody waits longer for what may lie unread: a reader may also stand still for a reason that stays. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Map<Object, Instant> readers = new ConcurrentHashMap<>();

    public Reading(InstantSource clock) {
        this.clock = clock;
    }

    /** What lay in Kafka by then is in its hands; now while nobody reads, and no longer ago than {@link #LONGEST}. */
    public Instant upTo() {
        return upTo(clock.instant());
    }

    /** How far it is behind. */
    public Duration behind() {
        Instant now = clock.instant();
        return Duration.between(upTo(now), now);
    }

    private Instant upTo(Instant now) {
        Instant upTo = now;
        for (Instant it : readers.values()) {
            upTo = it.isBefore(upTo) ? it : upTo;
        }
        Instant longest = now.minus(LONGEST);
        return upTo.isBefore(longest) ? longest : upTo;
    }

    /** That reader has read up to then. */
    public void reads(Object reader, Instant upTo) {
        readers.put(reader, upTo);
    }

    /** That reader reads no more; what it has left is others' to read. */
    public void ended(Object reader) {
        readers.remove(reader);
    }
}
