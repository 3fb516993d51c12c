package io.counterstep.fulfilment.local.bench;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Matches the answers of POSTs with the final events, whichever of the two is seen first. Thread-safe.
 *
 * <p>Endings of orders that are not ours wait for a POST that never comes; of these only the newest
 * {@link #MAX_UNMATCHED} are kept.
 */
final class OrdersInFlight {

    static final int MAX_UNMATCHED = 20_000;

    /** Told once for each order, in the thread that saw the second of the two. */
    @FunctionalInterface
    interface Listener {
        void ended(Ending ending, long postedAt);
    }

    private final Listener listener;
    private final Map<String, Long> postedAt = new HashMap<>();
    private final Map<String, Ending> unmatched = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ending> eldest) {
            return size() > MAX_UNMATCHED;
        }
    };

    OrdersInFlight(Listener listener) {
        this.listener = listener;
    }

    /** @param posted {@link System#nanoTime()} before the POST was sent */
    void accepted(String orderId, long posted) {
        Ending early;
        synchronized (this) {
            early = unmatched.remove(orderId);
            if (early == null) {
                postedAt.put(orderId, posted);
                return;
            }
        }
        listener.ended(early, posted);
    }

    void ended(Ending ending) {
        Long posted;
        synchronized (this) {
            posted = postedAt.remove(ending.orderId());
            if (posted == null) {
                unmatched.put(ending.orderId(), ending);
                return;
            }
        }
        listener.ended(ending, posted);
    }

    synchronized int size() {
        return postedAt.size();
    }

    /** Some of the orders that have not ended. */
    synchronized List<String> sample(int most) {
        return postedAt.keySet().stream().limit(most).toList();
    }
}
