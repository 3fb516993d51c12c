package io.counterstep.messaging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Up to when a loop has read its topics: what lay in Kafka by then is in its hands. Of what its readers say, the oldest is kept for {@link
 * #HELD}, since a poll shows only some of the partitions. Thread-safe.
 */
public final class Reading {

    static final Duration HELD = Duration.ofMillis(500);

    private final InstantSource clock;
    private final Map<Object, Progress> readers = new ConcurrentHashMap<>();

    private record Progress(Instant upTo, Instant heldUntil) {

        Progress then(Progress next, Instant now) {
            boolean isHeld = upTo.isBefore(next.upTo) && now.isBefore(heldUntil);
            return isHeld ? this : next;
        }
    }

    public Reading(InstantSource clock) {
        this.clock = clock;
    }

    /** Now while nobody reads. */
    public Instant upTo() {
        return upTo(clock.instant());
    }

    /** How far it is behind; zero while nobody reads. */
    public Duration behind() {
        Instant now = clock.instant();
        return Duration.between(upTo(now), now);
    }

    private Instant upTo(Instant now) {
        Instant upTo = now;
        for (Progress it : readers.values()) {
            upTo = it.upTo().isBefore(upTo) ? it.upTo() : upTo;
        }
        return upTo;
    }

    /** That reader has now read what was there so long ago; from now on it is asked. */
    public void reads(Object reader, Duration ago) {
        Instant now = clock.instant();
        readers.merge(reader, new Progress(now.minus(ago), now.plus(HELD)), (last, next) -> last.then(next, now));
    }

    /** That reader reads no more; what it has left is others' to read. */
    public void ended(Object reader) {
        readers.remove(reader);
    }
}
