package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all sagas each 2 seconds while somebody wants to know, and shows everybody the same: that many look costs no more than that
 * one does. Asks the databases nothing once nobody has asked for 10 seconds. Thread-safe.
 */
public final class OverviewSampler {

    /** For how long after it was asked for an overview is kept up. */
    static final Duration AWAKE = Duration.ofSeconds(10);

    /** An older one is taken anew by whoever asks. */
    static final Duration FRESH = OverviewTicks.EVERY.multipliedBy(2);

    private final List<OverviewStore> stores;
    private final InstantSource clock;
    private final OverviewTicks ticks = new OverviewTicks();
    private final ReentrantLock sampling = new ReentrantLock();
    private final Set<Consumer<Overview>> viewers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Instant asked;
    private volatile @Nullable Overview latest;

    public OverviewSampler(SagaStores stores, InstantSource clock) {
        this.stores = stores.map(it -> new OverviewStore(SagaQueries.reader(it.jdbc())));
        this.clock = clock;
    }

    /** The latest; taken now, by the caller, if that is not from the last moments. */
    public Overview overview() {
        Instant now = clock.instant();
        asked = now;
        Overview known = latest;
        return known != null && isYoungerThan(FRESH, known, now) ? known : sample(FRESH);
    }

    /**
     * Tells that viewer the latest, and each new one from then on, in the thread that takes it: it must not wait.
     *
     * @return what ends it
     */
    public Runnable tell(Consumer<Overview> viewer) {
        viewer.accept(overview());
        viewers.add(viewer);
        return () -> viewers.remove(viewer);
    }

    /**
     * Takes the next one if it is due and somebody wants it.
     *
     * @return how long to wait before the next time
     */
    public Duration tick() {
        Instant now = clock.instant();
        Instant last = asked;
        if (viewers.isEmpty() && (last == null || !now.isBefore(last.plus(AWAKE)))) {
            return OverviewTicks.EVERY;
        }
        Overview known = latest;
        Duration left =
                known == null ? Duration.ZERO : Duration.between(now, known.at().plus(OverviewTicks.EVERY));
        if (left.isPositive() && left.compareTo(OverviewTicks.EVERY) < 0) {
            return left;
        }
        Overview sample = sample(OverviewTicks.EVERY);
        viewers.forEach(it -> it.accept(sample));
        return OverviewTicks.EVERY;
    }

    private static boolean isYoungerThan(Duration age, Overview overview, Instant now) {
        Duration passed = Duration.between(overview.at(), now);
        return !passed.isNegative() && passed.compareTo(age) < 0;
    }

    /** One at a time; those who come meanwhile take the same. */
    private Overview sample(Duration unlessYounger) {
        sampling.lock();
        try {
            Instant now = clock.instant();
            Overview known = latest;
            if (known != null && isYoungerThan(unlessYounger, known, now)) {
                return known;
            }
            Overview sample = look(now);
            latest = sample;
            return sample;
        } finally {
            sampling.unlock();
        }
    }

    private Overview look(Instant now) {
        OverviewTicks.Window window = ticks.next(now);
        if (window != null) {
            ticks.add(window, counts(window));
        }
        Map<Status, Long> states = new EnumMap<>(Status.class);
        for (Status state : Status.values()) {
            if (!state.isFinal()) {
                states.put(state, 0L);
            }
        }
        boolean exact = true;
        long rows = 0;
        for (OverviewStore store : stores) {
            Map<Status, Long> there = store.states();
            there.forEach((state, sagas) -> states.merge(state, sagas, Long::sum));
            exact &= sum(there) < OverviewStore.MOST_UNFINISHED;
            rows += store.rows();
        }
        return new Overview(
                now,
                states,
                exact ? Counted.EXACTLY : Counted.AT_LEAST,
                Math.max(0, rows - sum(states)),
                oldest(),
                ticks.last(),
                stores.getFirst().attention(states));
    }

    private OverviewTicks.Counts counts(OverviewTicks.Window window) {
        long started = 0;
        Map<Long, Long> completed = new TreeMap<>();
        Map<Long, Long> canceled = new TreeMap<>();
        for (OverviewStore store : stores) {
            OverviewTicks.Counts there = store.counts(window);
            started += there.started();
            there.completed().forEach((ms, sagas) -> completed.merge(ms, sagas, Long::sum));
            there.canceled().forEach((ms, sagas) -> canceled.merge(ms, sagas, Long::sum));
        }
        return new OverviewTicks.Counts(started, completed, canceled);
    }

    private List<Overview.Old> oldest() {
        return stores.stream()
                .flatMap(it -> it.oldest().stream())
                .sorted(Comparator.comparing(Overview.Old::startedAt))
                .limit(Overview.OLDEST)
                .toList();
    }

    private static long sum(Map<Status, Long> states) {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }
}
