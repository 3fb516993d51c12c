package io.counterstep.orchestrator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.JsonBody;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What this instance committed last of the sagas of one database, so that the next message of a saga needs no query. Only a
 * memory: what is decided from it must be confirmed by {@link SagaStore#save}, which writes nothing if the saga has moved on, and
 * whatever moves no saga is decided again from the database. Bounded in bytes and in time, also against a database that was
 * put back to an older state. Thread-safe.
 */
final class RecentSagas {

    private static final long MAX_BYTES = 32L * 1024 * 1024;
    private static final Duration KEPT = Duration.ofSeconds(10);
    /** About what a saga takes in memory besides its facts. */
    private static final int BYTES_BESIDES = 1_500;

    private final Cache<SagaId, StoredSaga> sagas = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .<SagaId, StoredSaga>weigher((id, it) -> bytes(it))
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();

    private static int bytes(StoredSaga stored) {
        int bytes = BYTES_BESIDES;
        for (Body fact : stored.saga().facts().values()) {
            bytes += fact instanceof JsonBody json ? json.json().length : 0;
        }
        return bytes;
    }

    /** Those that are known; they are forgotten, until a commit makes them known again. */
    Map<SagaId, StoredSaga> take(Collection<SagaId> ids) {
        Map<SagaId, StoredSaga> taken = new HashMap<>();
        for (SagaId id : ids) {
            StoredSaga it = sagas.asMap().remove(id);
            if (it != null) {
                taken.put(id, it);
            }
        }
        return taken;
    }

    /** About how many there are. */
    int size() {
        // else those whose time has passed stay while nobody touches any
        sagas.cleanUp();
        return (int) sagas.estimatedSize();
    }

    /** After any failure: a database that was away may come back as it was before. */
    void forget() {
        sagas.invalidateAll();
    }

    /** Call after the commit only. Nobody waits for what is over. */
    void committed(StoredSaga it) {
        if (!(it.saga().state() instanceof SagaState.Final)) {
            sagas.put(it.saga().id(), it);
        }
    }
}
