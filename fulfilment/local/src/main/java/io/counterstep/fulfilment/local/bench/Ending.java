package io.counterstep.fulfilment.local.bench;

import org.jspecify.annotations.Nullable;

/**
 * An order was told final.
 *
 * @param status {@code COMPLETED} or {@code CANCELED}, as the order service shows it
 * @param receivedAt {@link System#nanoTime()} when the event was received
 */
record Ending(String orderId, String status, @Nullable String reason, long receivedAt) {

    static final String COMPLETED = "COMPLETED";
    static final String CANCELED = "CANCELED";

    boolean isCompleted() {
        return status.equals(COMPLETED);
    }
}
