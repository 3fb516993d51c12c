package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCancelRequested;
import io.counterstep.participant.Outbox;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Records that a customer wishes to cancel, and says so once. Whether it is still possible, the saga decides. */
@Component
public class CancelWishes {

    private static final String RECORD = """
            update orders set cancel_requested_at = ?
            where id = ? and status = 'PENDING' and cancel_requested_at is null
            """;

    private final JdbcTemplate jdbc;
    private final OrderStore store;
    private final Outbox outbox;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    CancelWishes(
            JdbcTemplate jdbc,
            OrderStore store,
            Outbox outbox,
            TransactionOperations transaction,
            InstantSource orderClock) {
        this.jdbc = jdbc;
        this.store = store;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = orderClock;
    }

    /**
     * Records the wish and publishes ORDER_CANCEL_REQUESTED, unless the order is final or the wish was recorded before.
     *
     * @return the order as it is now: PENDING if the wish stands, final if it came too late; empty if there is none
     */
    public Optional<Order> record(UUID id) {
        return Objects.requireNonNull(transaction.execute(status -> {
            if (jdbc.update(RECORD, OrderRows.timestamp(clock.instant()), id) == 1) {
                String key = id.toString();
                outbox.add(OrderVocabulary.CANCEL_REQUESTED, key, new OrderCancelRequested(key));
            }
            return store.find(id);
        }));
    }
}
