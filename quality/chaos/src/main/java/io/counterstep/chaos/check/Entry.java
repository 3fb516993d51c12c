package io.counterstep.chaos.check;

import org.jspecify.annotations.Nullable;

/**
 * A record on the tape.
 *
 * @param timestamp milliseconds since the epoch, by the clock of this machine, whatever a service's own clock said
 * @param orderId from the key, or else from the body; null if neither can be read
 * @param type from the header, or else from the body's status; empty if neither can be read
 * @param injected whether the nemesis said it
 * @param note a dead letter's reason
 */
record Entry(
        String topic,
        int partition,
        long offset,
        long timestamp,
        @Nullable String orderId,
        String type,
        boolean injected,
        @Nullable String note) {

    boolean isDeadLetter() {
        return topic.endsWith("-dlt");
    }
}
