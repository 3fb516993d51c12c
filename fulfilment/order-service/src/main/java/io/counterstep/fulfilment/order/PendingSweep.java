package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCancelRequested;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCreated;
import io.counterstep.participant.Outbox;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Announces again the orders that stay PENDING, in case their announcement was lost after it left the outbox. A saga
 * that is under way takes no notice of it. Each order's wait doubles, up to a bound, so that a saga that takes long is
 * not spammed. Thread-safe; several instances share the work.
 */
@Component
class PendingSweep {

    /** Orders announced in one sweep. */
    static final int MAX_ORDERS = 500;

    /** Doublings after which the wait is at its bound in any case; keeps the power finite. */
    private static final int MAX_DOUBLINGS = 30;

    private static final String TAKE_DUE = """
            with due as (
                select id from orders
                where status = 'PENDING' and announce_at <= ?
                order by announce_at
                limit ?
                for update skip locked)
            update orders o
            set announcements = o.announcements + 1,
                announce_at = ?::timestamptz
                    + make_interval(secs => least(? * power(2, least(o.announcements, ?)), ?))
            from due
            where o.id = due.id
            returning\s""" + OrderRows.COLUMNS;

    private static final Logger log = LoggerFactory.getLogger(PendingSweep.class);

    private final JdbcTemplate jdbc;
    private final Outbox outbox;
    private final TransactionOperations transaction;
    private final InstantSource clock;
    private final OrderProperties properties;
    private final Backlog backlog;

    PendingSweep(
            JdbcTemplate jdbc,
            Outbox outbox,
            TransactionOperations transaction,
            InstantSource orderClock,
            OrderProperties properties,
            Backlog backlog) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = orderClock;
        this.properties = properties;
        this.backlog = backlog;
    }

    /**
     * Announces up to {@value #MAX_ORDERS} orders that are due, the longest overdue first.
     *
     * @return how many; none while the outbox holds so much that saying it again would only add to it
     */
    int announceDue() {
        if (backlog.isFullOfEvents()) {
            return 0;
        }
        int announced = Objects.requireNonNull(transaction.execute(status -> {
            List<Order> due = takeDue();
            announce(due);
            return due.size();
        }));
        if (announced > 0) {
            log.info("announced {} orders again that are still PENDING", announced);
        }
        return announced;
    }

    private List<Order> takeDue() {
        OffsetDateTime now = OrderRows.timestamp(clock.instant());
        return jdbc.query(
                TAKE_DUE,
                OrderRows::read,
                now,
                MAX_ORDERS,
                now,
                properties.announceAgainAfter().toMillis() / 1_000.0,
                MAX_DOUBLINGS,
                properties.announceAtMostEvery().toMillis() / 1_000.0);
    }

    private void announce(List<Order> orders) {
        outbox.addAll(
                OrderVocabulary.CREATED,
                OrderCreated::orderId,
                orders.stream().map(Order::announcement).toList());
        outbox.addAll(
                OrderVocabulary.CANCEL_REQUESTED,
                OrderCancelRequested::orderId,
                orders.stream()
                        .filter(it -> it.cancelRequestedAt() != null)
                        .map(it -> new OrderCancelRequested(it.id().toString()))
                        .toList());
    }
}
