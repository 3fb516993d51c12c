package io.counterstep.fulfilment.order;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings under {@code order}.
 *
 * @param announceAgainAfter how long an order may stay PENDING before it is announced again; the wait doubles with each
 *     announcement. Default 2 minutes.
 * @param announceAtMostEvery where that doubling ends. Default 1 hour.
 * @param sweepEvery the pause between two looks for such orders. Default 10 seconds.
 * @param requestsAtOnce how many HTTP requests that place no order may use the database at once. Those that do share two
 *     connections; keep both together below the pool's size, which the saga's commands share. Default 10.
 * @param maxUnpublished how many events may wait to be published, as while Kafka is away, before new orders are refused.
 *     Default 100,000.
 * @param maxPending how many orders may be PENDING before new ones are refused. Default 200,000: twice what the orchestrator
 *     takes at a time by default.
 */
@ConfigurationProperties("order")
public record OrderProperties(
        @DefaultValue("2m") Duration announceAgainAfter,
        @DefaultValue("1h") Duration announceAtMostEvery,
        @DefaultValue("10s") Duration sweepEvery,
        @DefaultValue("10") int requestsAtOnce,
        @DefaultValue("100000") int maxUnpublished,
        @DefaultValue("200000") int maxPending) {

    public OrderProperties {
        requirePositive("order.announce-again-after", announceAgainAfter);
        requirePositive("order.announce-at-most-every", announceAtMostEvery);
        requirePositive("order.sweep-every", sweepEvery);
        requireAtLeastOne("order.requests-at-once", requestsAtOnce);
        requireAtLeastOne("order.max-unpublished", maxUnpublished);
        requireAtLeastOne("order.max-pending", maxPending);
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, found " + value);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, found " + value);
        }
    }
}
