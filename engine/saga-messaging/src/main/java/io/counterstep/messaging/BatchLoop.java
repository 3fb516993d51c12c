package io.counterstep.messaging;

import io.counterstep.messaging.BatchHandler.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one loop: a batch was polled → one local transaction → publish and wait → return, and only then are the offsets
 * committed. Delivery is at least once, so whatever a crash cuts short is done again from the same records.
 *
 * <p>A conflict with another transaction is tried again at once, a few times. While the database is away the exception
 * goes to the container, which pauses and delivers the same batch again with backoff. Any other exception means that some
 * message is poison: the batch is bisected, each half in its own transaction, until the poison stands alone and becomes a
 * dead letter; all others are handled.
 */
public final class BatchLoop implements BatchMessageListener<byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);

    /** How often a batch that conflicts with other transactions is tried again before it is taken for poison. */
    static final int MAX_CONFLICTS = 5;

    private final String name;
    private final BatchHandler handler;
    private final Records records;
    private final Publisher publisher;
    private final TransactionTemplate transaction;
    private final LoopObserver observer;
    private final InstantSource clock;

    public BatchLoop(
            String name,
            BatchHandler handler,
            Records records,
            Publisher publisher,
            PlatformTransactionManager transactions,
            LoopObserver observer,
            InstantSource clock) {
        this.name = name;
        this.handler = handler;
        this.records = records;
        this.publisher = publisher;
        this.transaction = new TransactionTemplate(transactions);
        this.observer = observer;
        this.clock = clock;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> batch) {
        var start = clock.instant();
        Outcome total = new Outcome(new ArrayList<>(), new ArrayList<>());
        List<IncomingMessage> messages = read(batch, total);
        if (!messages.isEmpty()) {
            handle(messages, total);
        }
        publisher.publish(total.messages(), total.rejected());
        total.rejected().forEach(this::report);
        observer.batch(name, batch.size(), Duration.between(start, clock.instant()));
    }

    private List<IncomingMessage> read(List<ConsumerRecord<byte[], byte[]>> batch, Outcome total) {
        List<IncomingMessage> messages = new ArrayList<>(batch.size());
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            try {
                messages.add(records.read(record));
            } catch (UnreadableMessageException unreadable) {
                if (handler.putsUnreadableAside()) {
                    total.rejected().add(new DeadLetter(record, String.valueOf(unreadable.getMessage())));
                }
            }
        }
        return messages;
    }

    private void handle(List<IncomingMessage> messages, Outcome total) {
        try {
            Outcome outcome = inTransaction(messages);
            total.messages().addAll(outcome.messages());
            total.rejected().addAll(outcome.rejected());
        } catch (RuntimeException failed) {
            if (Trouble.of(failed) == Trouble.DATABASE_AWAY) {
                throw failed;
            }
            if (messages.size() == 1) {
                giveUp(messages.getFirst(), failed, total);
                return;
            }
            int middle = messages.size() / 2;
            handle(messages.subList(0, middle), total);
            handle(messages.subList(middle, messages.size()), total);
        }
    }

    private Outcome inTransaction(List<IncomingMessage> messages) {
        for (int conflicts = 0; ; conflicts++) {
            try {
                return transaction.execute(status -> handler.handle(messages));
            } catch (RuntimeException failed) {
                if (Trouble.of(failed) != Trouble.CONFLICT || conflicts >= MAX_CONFLICTS) {
                    throw failed;
                }
                LOG.debug("{}: a batch of {} conflicts, trying again", name, messages.size(), failed);
            }
        }
    }

    private void giveUp(IncomingMessage poison, RuntimeException failed, Outcome total) {
        LOG.error("{}: cannot handle {} for {} at {}", name, poison.type(), poison.key(), poison.delivery(), failed);
        String reason = failed.getClass().getName() + ": " + failed.getMessage();
        total.rejected().add(new DeadLetter(poison.record(), reason));
        total.messages().addAll(handler.giveUp(poison, reason));
    }

    private void report(DeadLetter letter) {
        LOG.warn("{}: dead letter from {}: {}", name, letter.source(), letter.reason());
        observer.deadLettered(name, letter.record().topic());
    }
}
