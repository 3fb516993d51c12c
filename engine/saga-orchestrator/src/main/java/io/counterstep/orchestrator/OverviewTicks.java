package io.counterstep.orchestrator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cuts time into windows without gaps, and keeps what happened in the last of them. Not thread-safe. */
final class OverviewTicks {

    /** The most ticks that are kept. */
    static final int KEPT = 60;

    /** How long a window usually is. */
    static final Duration EVERY = Duration.ofSeconds(2);

    /** What is committed later than this after its own moment is not counted. */
    static final Duration LAG = Duration.ofSeconds(1);

    /** A longer gap is not made up for: the ticks begin anew. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final Deque<Overview.Tick> ticks = new ArrayDeque<>();
    private @Nullable Instant end;

    /** From, inclusive, to, exclusive. */
    record Window(Instant from, Instant to) {}

    /** What happened in a window: those that ended, by how many milliseconds they took. */
    record Counts(long started, Map<Long, Long> completed, Map<Long, Long> canceled) {}

    /** Where the next one is to be looked for; null if no time has passed since the last. */
    @Nullable
    Window next(Instant now) {
        Instant to = now.minus(LAG);
        Duration since = end == null ? null : Duration.between(end, to);
        if (end == null || since == null || since.abs().compareTo(LONGEST) > 0) {
            return new Window(to.minus(EVERY), to);
        }
        return since.isPositive() ? new Window(end, to) : null;
    }

    void add(Window window, Counts counts) {
        if (!window.from().equals(end)) {
            ticks.clear();
        }
        end = window.to();
        TreeMap<Long, Long> ended = new TreeMap<>(counts.completed());
        counts.canceled().forEach((ms, sagas) -> ended.merge(ms, sagas, Long::sum));
        ticks.addLast(new Overview.Tick(
                window.to(),
                Duration.between(window.from(), window.to()).toMillis(),
                counts.started(),
                sum(counts.completed()),
                sum(counts.canceled()),
                percentile(ended, 50),
                percentile(ended, 99)));
        if (ticks.size() > KEPT) {
            ticks.removeFirst();
        }
    }

    /** The newest last. */
    List<Overview.Tick> last() {
        return List.copyOf(ticks);
    }

    private static long sum(Map<Long, Long> sagas) {
        return sagas.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The least that so many in 100 do not exceed. */
    private static @Nullable Long percentile(TreeMap<Long, Long> sagas, int percent) {
        long rank = (sum(sagas) * percent + 99) / 100;
        long seen = 0;
        for (Map.Entry<Long, Long> it : sagas.entrySet()) {
            seen += it.getValue();
            if (seen >= rank) {
                return it.getKey();
            }
        }
        return null;
    }
}
