package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.Ends;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Matches the answers of POSTs with the final events, whichever of the two is seen first. Thread-safe.
 *
 * <p>An event that is delivered twice waits for a POST that never comes; of these only the newest
 * {@link #MAX_UNMATCHED} are kept.
 */
final class OrdersInFlight {

    static final int MAX_UNMATCHED = 20_000;

    private final Ends ends;
    private final Map<String, Long> sagas = new HashMap<>();
    private final Map<String, Boolean> unmatched = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_UNMATCHED;
        }
    };

    /** @param ends told once for each order, in the thread that saw the second of the two */
    OrdersInFlight(Ends ends) {
        this.ends = ends;
    }

    void accepted(String orderId, long saga) {
        Boolean completed;
        synchronized (this) {
            completed = unmatched.remove(orderId);
            if (completed == null) {
                sagas.put(orderId, saga);
                return;
            }
        }
        ends.ended(saga, completed);
    }

    void ended(String orderId, boolean completed) {
        Long saga;
        synchronized (this) {
            saga = sagas.remove(orderId);
            if (saga == null) {
                unmatched.put(orderId, completed);
                return;
            }
        }
        ends.ended(saga, completed);
    }
}
