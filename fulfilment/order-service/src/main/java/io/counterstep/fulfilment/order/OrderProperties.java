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
 */
@ConfigurationProperties("order")
public record OrderProperties(
        @DefaultValue("2m") Duration announceAgainAfter,
        @DefaultValue("1h") Duration announceAtMostEvery,
        @DefaultValue("10s") Duration sweepEvery,
        @DefaultValue("10") int requestsAtOnce) {

    public OrderProperties {
        requirePositive("order.announce-again-after", announceAgainAfter);
        requirePositive("order.announce-at-most-every", announceAtMostEvery);
        requirePositive("order.sweep-every", sweepEvery);
        if (requestsAtOnce < 1) {
            throw new IllegalArgumentException("order.requests-at-once must be at least 1, found " + requestsAtOnce);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, found " + value);
        }
    }
}
