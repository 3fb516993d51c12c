package io.counterstep.orchestrator;

import io.counterstep.messaging.Records;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads dead-letter topics into the table that operators see. What died once is there once, however often it was put aside or is
 * read. What there is no {@link DeadLetterRoom} for stays on its topic. While the database is away the container waits with the
 * batch. Thread-safe.
 */
public final class DeadLetterLoop implements BatchAcknowledgingMessageListener<byte[], byte[]> {

    /** How long the topics rest while there is no room. */
    static final Duration REST = Duration.ofSeconds(5);

    private final DeadLetterStore store;
    private final TransactionTemplate transaction;
    private final DeadLetterRoom room;
    private final Addressees addressees;
    private final Records records;
    private final InstantSource clock;

    public DeadLetterLoop(
            SagaStores stores, DeadLetterRoom room, SagaDefinitions definitions, Records records, InstantSource clock) {
        this.store = new DeadLetterStore(stores.first().jdbc());
        this.transaction = stores.first().readCommitted();
        this.room = room;
        this.addressees = new Addressees(definitions);
        this.records = records;
        this.clock = clock;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> letters, @Nullable Acknowledgment acknowledgment) {
        if (acknowledgment == null) {
            throw new IllegalStateException("the loop of dead letters needs a container that acknowledges by hand");
        }
        int taken = Math.min(letters.size(), room.left());
        park(letters.subList(0, taken));
        if (taken == letters.size()) {
            acknowledgment.acknowledge();
        } else {
            acknowledgment.nack(taken, REST);
        }
    }

    private void park(List<ConsumerRecord<byte[], byte[]>> letters) {
        Instant now = clock.instant();
        List<FoundLetter> found = letters.stream()
                .map(it -> FoundLetter.of(it, records, addressees, now))
                .toList();
        transaction.executeWithoutResult(status -> store.park(found, now));
    }
}
