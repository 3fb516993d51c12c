package io.counterstep.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterstep.messaging.Publisher;
import io.counterstep.orchestrator.ParkedLetter.Kind;
import io.counterstep.orchestrator.ParkedLetter.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes dead letters whose turn it is, the oldest first, at a pace. First a portion is published, then it is said to be done:
 * what a crash cuts short is published again. That is harmless, as any redelivery is: a participant's ledger answers what it has
 * done with the answer of then, and a saga ignores a reply that it has had. What the broker will never take is parked again.
 * Thread-safe; instances take turns, each at its own pace.
 */
public final class DeadLetterReplay {

    /** Says which letter a record was. */
    public static final String REPLAY_OF = "replay-of";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReplay.class);

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
        Integer taken = transaction.execute(status -> {
            List<DeadLetterStore.Outgoing> next = store.next(portion);
            if (!next.isEmpty()) {
                publish(next);
            }
            return next.size();
        });
        return taken == null || taken == 0 ? IDLE : gap;
    }

    private void publish(List<DeadLetterStore.Outgoing> letters) {
        Map<Integer, String> refused = publisher.republish(
                letters.stream().map(DeadLetterReplay::record).toList());
        Instant now = clock.instant();
        List<Long> published = new ArrayList<>();
        for (int i = 0; i < letters.size(); i++) {
            long id = letters.get(i).id();
            String why = refused.get(i);
            if (why == null) {
                published.add(id);
            } else {
                LOG.warn("dead letter {} is parked again: {}", id, why);
                store.change(id, State.PARKED, Kind.RETURNED, Gate.ENGINE, why, now);
            }
        }
        store.done(published, now);
    }

    private static ProducerRecord<byte[], byte[]> record(DeadLetterStore.Outgoing letter) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(letter.topic(), letter.key(), letter.value());
        letter.headers().forEach(record.headers()::add);
        record.headers()
                .remove(REPLAY_OF)
                .add(REPLAY_OF, Long.toString(letter.id()).getBytes(UTF_8));
        return record;
    }
}
