package io.counterstep.orchestrator;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Purges dead letters that were replayed or discarded long ago, with their history; never one that waits. Thread-safe. */
public final class DeadLetterRetention {

    /** The most letters that one tick purges. */
    public static final int BATCH = 500;

    private final DeadLetterStore store;
    private final TransactionTemplate transaction;
    private final @Nullable Duration keep;
    private final InstantSource clock;

    /** @param keep how long a letter is kept after it was replayed or discarded; null for ever */
    public DeadLetterRetention(SagaStores stores, @Nullable Duration keep, InstantSource clock) {
        this.store = new DeadLetterStore(stores.first().jdbc());
        this.transaction = stores.first().readCommitted();
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Does one bounded piece of work.
     *
     * @return true if there may be more
     */
    public boolean tick() {
        Duration time = keep;
        if (time == null) {
            return false;
        }
        Integer purged =
                transaction.execute(status -> store.purge(clock.instant().minus(time), BATCH));
        return purged != null && purged == BATCH;
    }
}
