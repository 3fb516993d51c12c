package io.counterstep.orchestrator;

import io.counterstep.messaging.Records;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads dead-letter topics into the table that operators see. What died once is there once, however often it was put aside or is
 * read. While the database is away the container waits with the batch. Thread-safe.
 */
public final class DeadLetterLoop implements BatchMessageListener<byte[], byte[]> {

    private final DeadLetterStore store;
    private final TransactionTemplate transaction;
    private final Addressees addressees;
    private final Records records;
    private final InstantSource clock;

    public DeadLetterLoop(SagaStores stores, SagaDefinitions definitions, Records records, InstantSource clock) {
        this.store = new DeadLetterStore(stores.first().jdbc());
        this.transaction = stores.first().readCommitted();
        this.addressees = new Addressees(definitions);
        this.records = records;
        this.clock = clock;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> letters) {
        Instant now = clock.instant();
        List<FoundLetter> found = letters.stream()
                .map(it -> FoundLetter.of(it, records, addressees, now))
                .toList();
        transaction.executeWithoutResult(status -> store.park(found, now));
    }
}
