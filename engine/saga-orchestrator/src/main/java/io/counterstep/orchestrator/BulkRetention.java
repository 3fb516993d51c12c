package io.counterstep.orchestrator;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Purges operations on many sagas that ended long ago; what they did stays in each saga's history. Thread-safe. */
public final class BulkRetention {

    /** The most operations that one tick purges. */
    public static final int BATCH = 500;

    private final BulkStore store;
    private final @Nullable Duration keep;
    private final InstantSource clock;

    /** @param keep how long one is kept after its end; null for ever */
    public BulkRetention(SagaStores stores, @Nullable Duration keep, InstantSource clock) {
        this.store = new BulkStore(stores.first().jdbc());
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Does one bounded piece of work.
     *
     * @return true if there may be more
     */
    public boolean tick() {
        return keep != null && store.purge(clock.instant().minus(keep), BATCH) == BATCH;
    }
}
