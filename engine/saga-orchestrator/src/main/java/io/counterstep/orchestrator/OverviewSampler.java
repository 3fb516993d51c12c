package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
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
    private volatile @Nullable Sample latest;

    private record Sample(Overview overview, UnfinishedSagas unfinished) {

        boolean isYoungerThan(Duration age, Instant now) {
            Duration passed = Duration.between(overview.at(), now);
            return !passed.isNegative() && passed.compareTo(age) < 0;
        }
    }

    public OverviewSampler(SagaStores stores, InstantSource clock) {
        this.stores = stores.map(it -> new OverviewStore(SagaQueries.reader(it.jdbc())));
        this.clock = clock;
    }

    /** The latest; taken now, by the caller, if that is not from the last moments. */
    public Overview overview() {
        return sample().overview();
    }

    /** What the same look found to be unfinished, by version and step. */
    UnfinishedSagas unfinished() {
        return sample().unfinished();
    }

    private Sample sample() {
        Instant now = clock.instant();
        asked = now;
        Sample known = latest;
        return known != null && known.isYoungerThan(FRESH, now) ? known : sample(FRESH);
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
        Sample known = latest;
        Duration left = known == null
                ? Duration.ZERO
                : Duration.between(now, known.overview().at().plus(OverviewTicks.EVERY));
        if (left.isPositive() && left.compareTo(OverviewTicks.EVERY) < 0) {
            return left;
        }
        Overview sample = sample(OverviewTicks.EVERY).overview();
        viewers.forEach(it -> it.accept(sample));
        return OverviewTicks.EVERY;
    }

    /** One at a time; those who come meanwhile take the same. */
    private Sample sample(Duration unlessYounger) {
        sampling.lock();
        try {
            Instant now = clock.instant();
            Sample known = latest;
            if (known != null && known.isYoungerThan(unlessYounger, now)) {
                return known;
            }
            Sample sample = look(now);
            latest = sample;
            return sample;
        } finally {
            sampling.unlock();
        }
    }

    private Sample look(Instant now) {
        OverviewTicks.Window window = ticks.next(now);
        if (window != null) {
            ticks.add(window, counts(window));
        }
        List<UnfinishedSagas.Group> groups = new ArrayList<>();
        Counted counted = Counted.EXACTLY;
        long rows = 0;
        for (OverviewStore store : stores) {
            List<UnfinishedSagas.Group> there = store.unfinished();
            groups.addAll(there);
            if (UnfinishedSagas.sum(there) == OverviewStore.MOST_UNFINISHED) {
                counted = Counted.AT_LEAST;
            }
            rows += store.rows();
        }
        UnfinishedSagas unfinished = new UnfinishedSagas(List.copyOf(groups), counted);
        Map<Status, Long> states = unfinished.states();
        Overview overview = new Overview(
                now,
                states,
                counted,
                Math.max(0, rows - unfinished.sagas()),
                oldest(),
                ticks.last(),
                stores.getFirst().attention(states));
        return new Sample(overview, unfinished);
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
}
