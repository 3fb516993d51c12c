package io.counterstep.fulfilment.order;

import io.counterstep.participant.Outbox;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Whether there is room for new orders. There is none while too many events wait to be published, as when Kafka is away, or
 * while too many orders are PENDING, as when the sagas fall behind: an order that would wait for hours is better refused.
 * What was accepted goes on. It looks now and then, not for each order, so the bounds are passed by what comes in between. Orders
 * are counted the less often the longer counting takes, so that a long backlog does not cost the work that would end it.
 * Thread-safe.
 */
@Component
class Backlog {

    /** At most this share of the time orders are counted: after a count it rests for so many times as long as that took. */
    static final int REST = 100;

    /** However long counting takes, it rests no longer. */
    static final Duration MAX_REST = Duration.ofSeconds(10);

    /** Whether there are so many and one more; by the index of those that are PENDING, and no further than the bound. */
    private static final String EXISTS_PENDING =
            "select exists (select from orders where status = 'PENDING' order by announce_at offset ? limit 1)";

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);

    private final Outbox outbox;
    private final JdbcTemplate jdbc;
    private final OrderProperties properties;
    private final LongSupplier nanoTime;
    private volatile @Nullable String fullOf;
    private volatile boolean fullOfEvents;
    private boolean fullOfOrders;
    private long countAgainAt;

    @Autowired
    Backlog(Outbox outbox, JdbcTemplate jdbc, OrderProperties properties) {
        this(outbox, jdbc, properties, System::nanoTime);
    }

    Backlog(Outbox outbox, JdbcTemplate jdbc, OrderProperties properties, LongSupplier nanoTime) {
        this.outbox = outbox;
        this.jdbc = jdbc;
        this.properties = properties;
        this.nanoTime = nanoTime;
        this.countAgainAt = nanoTime.getAsLong();
    }

    /** Looks again. While the database is away nothing is known, so what was found before still holds. */
    synchronized void look() {
        try {
            String found = find();
            if (!Objects.equals(found, fullOf)) {
                log.warn(found == null ? "taking orders again" : "refusing orders with 503: {}", found);
            }
            fullOf = found;
        } catch (DataAccessException | TransactionException away) {
            log.debug("cannot look how many orders are on their way", away);
        }
    }

    private @Nullable String find() {
        fullOfEvents = outbox.unpublished() >= properties.maxUnpublished();
        if (fullOfEvents) {
            return properties.maxUnpublished() + " events wait to be published";
        }
        countPending();
        return fullOfOrders ? properties.maxPending() + " orders are PENDING" : null;
    }

    private void countPending() {
        long begun = nanoTime.getAsLong();
        if (begun - countAgainAt < 0) {
            return;
        }
        fullOfOrders =
                Objects.requireNonNull(jdbc.queryForObject(EXISTS_PENDING, Boolean.class, properties.maxPending() - 1));
        long end = nanoTime.getAsLong();
        countAgainAt = end + Math.min((end - begun) * REST, MAX_REST.toNanos());
    }

    /** Whether too many events waited to be published at the last look. */
    boolean isFullOfEvents() {
        return fullOfEvents;
    }

    /** @throws TooBusyException if there was no room at the last look */
    void requireRoom() {
        String reason = fullOf;
        if (reason != null) {
            throw new TooBusyException(reason);
        }
    }
}
