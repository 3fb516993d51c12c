package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How all sagas together fare.
 *
 * @param at when it was looked
 * @param states the unfinished sagas by state; each of the four is there
 * @param counted whether the states were counted to the end
 * @param finishedAbout the sagas that are over and not purged, as PostgreSQL estimates them
 * @param oldest of the unfinished ones, at most {@value #OLDEST}
 * @param ticks what happened lately, the newest last, at most {@value OverviewTicks#KEPT}; each begins where the one before ended
 */
public record Overview(
        Instant at,
        Map<Status, Long> states,
        Counted counted,
        long finishedAbout,
        List<Old> oldest,
        List<Tick> ticks,
        Attention attention) {

    static final int OLDEST = 5;

    /** @param step what it waits for, several separated by spaces */
    public record Old(String id, Status state, @Nullable String step, Instant startedAt) {}

    /**
     * What happened in one stretch of time.
     *
     * @param at its end
     * @param ms how long it was
     * @param p50Ms what half of those that ended took at most, from start to end; null if none ended
     * @param p99Ms the same of 99 in 100
     */
    public record Tick(
            Instant at,
            long ms,
            long started,
            long completed,
            long canceled,
            @Nullable Long p50Ms,
            @Nullable Long p99Ms) {}

    /** What waits for a person. Letters and findings are counted up to {@value OverviewStore#MOST_WAITING}. */
    public record Attention(
            long needsAttention, long paused, long parkedLetters, long openFindings, long closedGates) {}
}
