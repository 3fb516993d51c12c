package io.counterstep.fulfilment.order;

import io.counterstep.participant.Outbox;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Whether there is room for new orders. There is none while too many events wait to be published, as when Kafka is away, or
 * while too many orders are PENDING, as when the sagas fall behind: an order that would wait for hours is better refused.
 * What was accepted goes on. It looks now and then, not for each order, so the bounds are passed by what comes in between.
 * Thread-safe.
 */
@Component
class Backlog {

    /** Stops counting at the bound. */
    private static final String COUNT_PENDING =
            "select count(*) from (select from orders where status = 'PENDING' limit ?) as pending";

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);

    private final Outbox outbox;
    private final JdbcTemplate jdbc;
    private final OrderProperties properties;
    private volatile @Nullable String fullOf;
    private volatile boolean fullOfEvents;

    Backlog(Outbox outbox, JdbcTemplate jdbc, OrderProperties properties) {
        this.outbox = outbox;
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /** Looks again. While the database is away nothing is known, so what was found before still holds. */
    void look() {
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
        Integer pending = jdbc.queryForObject(COUNT_PENDING, Integer.class, properties.maxPending());
        if (Objects.requireNonNull(pending) >= properties.maxPending()) {
            return properties.maxPending() + " orders are PENDING";
        }
        return null;
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
