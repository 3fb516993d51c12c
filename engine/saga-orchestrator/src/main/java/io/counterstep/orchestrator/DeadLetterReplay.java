package io.counterstep.orchestrator;

import io.counterstep.messaging.Publisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes dead letters whose turn it is, at a pace. What a crash cuts short is published again: receivers know a duplicate.
 * Thread-safe; each instance keeps the pace for itself.
 */
public final class DeadLetterReplay {

    /** Says which letter a record was. */
    public static final String REPLAY_OF = "replay-of";

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final int TICKS_A_SECOND = 10;

    private final DeadLetterStore store;
    private final TransactionTemplate transaction;
    private final Publisher publisher;
    private final InstantSource clock;
    private final int portion;
    private final Duration gap;

    /** @param rate the most letters a second, 1 or more */
    public DeadLetterReplay(SagaStores stores, Publisher publisher, InstantSource clock, int rate) {
        if (rate < 1) {
            throw new IllegalArgumentException("counterstep.dead-letters.replay-rate must be 1 or more, was " + rate);
        }
        this.store = new DeadLetterStore(stores.first().jdbc());
        this.transaction = stores.first().readCommitted();
        this.publisher = publisher;
        this.clock = clock;
        this.portion = Math.max(1, rate / TICKS_A_SECOND);
        this.gap = Duration.ofSeconds(1).multipliedBy(portion).dividedBy(rate);
    }

    /**
     * Publishes a portion, then says that it is done.
     *
     * @return how long to wait
     */
    public Duration tick() {
        Integer published = transaction.execute(status -> {
            List<DeadLetterStore.Outgoing> next = store.next(portion);
            if (!next.isEmpty()) {
                publisher.republish(next.stream().map(DeadLetterReplay::record).toList());
                store.done(next, clock.instant());
            }
            return next.size();
        });
        return published == null || published == 0 ? IDLE : gap;
    }

    private static ProducerRecord<byte[], byte[]> record(DeadLetterStore.Outgoing letter) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(letter.topic(), letter.key(), letter.value());
        letter.headers().forEach((name, value) -> record.headers().add(name, value));
        record.headers().add(REPLAY_OF, Long.toString(letter.id()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return record;
    }
}
