package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import io.counterstep.core.message.SagaId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Looks each second whether the sagas that somebody watches have moved: one statement on each database for all of them, by primary
 * key; none while nobody watches. Thread-safe.
 */
public final class SagaWatch {

    static final Duration EVERY = Duration.ofSeconds(1);

    private static final String LOOK = "select id, revision, state from saga where id = any(?)";

    private final SagaStores stores;
    private final List<JdbcTemplate> readers;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

    public SagaWatch(SagaStores stores) {
        this.stores = stores;
        this.readers = stores.map(it -> SagaQueries.reader(it.jdbc()));
    }

    /** One who watches a saga; what it was told is known to the thread that looks alone, once it is among the watchers. */
    private static final class Watcher {
        private final SagaId saga;
        private final Consumer<Optional<SagaView.Pulse>> told;
        private Optional<SagaView.Pulse> last;

        Watcher(SagaId saga, Consumer<Optional<SagaView.Pulse>> told, SagaView.Pulse now) {
            this.saga = saga;
            this.told = told;
            this.last = Optional.of(now);
        }

        void tell(Optional<SagaView.Pulse> now) {
            if (!now.equals(last)) {
                last = now;
                told.accept(now);
            }
        }
    }

    /**
     * Tells where it is now and whenever it has moved, in the thread that looks: whoever is told must not wait. It is told nothing, once,
     * when the saga is not there any more.
     *
     * @return what ends it; empty, and nothing is told, if there is no such saga
     */
    public Optional<Runnable> watch(SagaId saga, Consumer<Optional<SagaView.Pulse>> told) {
        SagaView.Pulse now = look(stores.of(saga), Set.of(saga)).get(saga.toString());
        if (now == null) {
            return Optional.empty();
        }
        Watcher watcher = new Watcher(saga, told, now);
        told.accept(Optional.of(now));
        watchers.add(watcher);
        return Optional.of(() -> watchers.remove(watcher));
    }

    /**
     * Looks, if somebody watches.
     *
     * @return how long to wait before the next time
     */
    public Duration tick() {
        List<Watcher> all = List.copyOf(watchers);
        Map<Integer, List<SagaId>> watched =
                stores.divide(all.stream().map(it -> it.saga).distinct().toList());
        Map<String, SagaView.Pulse> found = new HashMap<>();
        watched.forEach((store, sagas) -> found.putAll(look(store, sagas)));
        all.forEach(it -> it.tell(Optional.ofNullable(found.get(it.saga.toString()))));
        return EVERY;
    }

    private Map<String, SagaView.Pulse> look(int store, Collection<SagaId> sagas) {
        Map<String, SagaView.Pulse> found = new HashMap<>();
        RowCallbackHandler each =
                row -> found.put(row.getString(1), new SagaView.Pulse(row.getInt(2), Status.valueOf(row.getString(3))));
        readers.get(store)
                .query(LOOK, each, (Object) sagas.stream().map(SagaId::toString).toArray(String[]::new));
        return found;
    }
}
