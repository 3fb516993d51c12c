package io.counterstep.spring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work for a {@link Ticker} that rests first when time has made a leap: the clock was set, or the process stood still.
 * Deadlines that a leap has passed say nothing about who was asked: its answers may wait in Kafka, and are read meanwhile, as
 * after a start. Used by one thread.
 */
final class SteadyLook implements Supplier<Duration> {

    private static final Logger LOG = LoggerFactory.getLogger(SteadyLook.class);

    /** A clock that is kept by NTP moves by less, and a busy machine wakes a thread sooner. */
    static final Duration TOLERATED = Duration.ofSeconds(5);

    private final Supplier<Duration> work;
    private final Duration rest;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private @Nullable Instant lookedAt;
    private long lookedAtNanos;
    private long dueAtNanos;

    /**
     * @param work returns how long to wait before the next time
     * @param rest how long to wait after a leap
     * @param clock that is watched
     * @param nanos goes on evenly however the clock is set, like {@link System#nanoTime}
     */
    SteadyLook(Supplier<Duration> work, Duration rest, InstantSource clock, LongSupplier nanos) {
        this.work = work;
        this.rest = rest;
        this.clock = clock;
        this.nanos = nanos;
    }

    @Override
    public Duration get() {
        Instant now = clock.instant();
        long nanosNow = nanos.getAsLong();
        Instant before = lookedAt;
        Duration leap = before == null ? Duration.ZERO : leap(before, now, nanosNow);
        // stays so if the work throws: how long the ticker waits then is not known here
        lookedAt = null;
        Duration pause = leap.abs().compareTo(TOLERATED) > 0 ? restAfter(leap) : work.get();
        lookedAt = now;
        lookedAtNanos = nanosNow;
        dueAtNanos = nanos.getAsLong() + pause.toNanos();
        return pause;
    }

    private Duration restAfter(Duration leap) {
        LOG.warn(
                "time has made a leap of {}: what is overdue is looked for in {}, once what waits is read", leap, rest);
        return rest;
    }

    /** How far the clock was set; if it was not, how long this look is overdue. */
    private Duration leap(Instant before, Instant now, long nanosNow) {
        Duration set = Duration.between(before, now).minusNanos(nanosNow - lookedAtNanos);
        return set.abs().compareTo(TOLERATED) > 0 ? set : Duration.ofNanos(Math.max(0, nanosNow - dueAtNanos));
    }
}
