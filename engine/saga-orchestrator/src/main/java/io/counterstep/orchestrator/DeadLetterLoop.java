package io.counterstep.orchestrator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads dead-letter topics into the table that operators see. A record that is read twice is there once. While the database is
 * away the container waits with the batch. Thread-safe.
 */
public final class DeadLetterLoop implements BatchMessageListener<byte[], byte[]> {

    private final DeadLetterStore store;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    public DeadLetterLoop(SagaStores stores, InstantSource clock) {
        this.store = new DeadLetterStore(stores.first().jdbc());
        this.transaction = stores.first().readCommitted();
        this.clock = clock;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> letters) {
        Instant now = clock.instant();
        transaction.executeWithoutResult(status -> letters.forEach(it -> store.park(it, now)));
    }
}
