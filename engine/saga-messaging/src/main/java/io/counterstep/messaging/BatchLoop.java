package io.counterstep.messaging;

import io.counterstep.messaging.BatchHandler.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
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
 *
 * <p>Where several databases share the work, a batch is divided among them: each {@link Part} goes its own way through all of
 * that, in transactions of its own and at the same time as the others, and all is published once the last has committed. One
 * database that is away keeps the whole batch waiting; what the others have committed then is known again by its record when it
 * is delivered again.
 */
public final class BatchLoop implements BatchMessageListener<byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);

    /** How often a batch that conflicts with other transactions is tried again before it is taken for poison. */
    static final int MAX_CONFLICTS = 5;

    /** From so many records on a batch is a sign of load. */
    static final int BUSY_FROM = 60;

    static final Duration REST = Duration.ofNanos(1_500_000);

    private final String name;
    private final List<Part> parts;
    private final Division division;
    private final Records records;
    private final Publisher publisher;
    private final LoopObserver observer;
    private final InstantSource clock;

    /** What is done in one database, in READ COMMITTED transactions. */
    public record Part(BatchHandler handler, TransactionTemplate transaction) {

        /** @param transactions that database's */
        public Part(BatchHandler handler, PlatformTransactionManager transactions) {
            this(handler, new TransactionTemplate(transactions));
        }
    }

    /** Says which parts have something to do with a message. */
    @FunctionalInterface
    public interface Division {

        /** Their places in the list; at least one, and always the same. Never throws. */
        Set<Integer> of(IncomingMessage message);
    }

    public BatchLoop(
            String name,
            BatchHandler handler,
            Records records,
            Publisher publisher,
            PlatformTransactionManager transactions,
            LoopObserver observer,
            InstantSource clock) {
        this(name, List.of(new Part(handler, transactions)), it -> Set.of(0), records, publisher, observer, clock);
    }

    /** @param parts one or more; the first says whether what cannot be read is put aside */
    public BatchLoop(
            String name,
            List<Part> parts,
            Division division,
            Records records,
            Publisher publisher,
            LoopObserver observer,
            InstantSource clock) {
        this.name = name;
        this.parts = List.copyOf(parts);
        this.division = division;
        this.records = records;
        this.publisher = publisher;
        this.observer = observer;
        this.clock = clock;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> batch) {
        var start = clock.instant();
        Outcome total = new Outcome(new ArrayList<>(), new ArrayList<>());
        List<IncomingMessage> messages = read(batch, total);
        if (parts.size() == 1 && !messages.isEmpty()) {
            handle(parts.getFirst(), messages, total);
        } else if (!messages.isEmpty()) {
            DividedBatch.of(messages, parts.size(), division)
                    .handle((part, its, outcome) -> handle(parts.get(part), its, outcome), total);
        }
        publisher.publish(total.messages(), total.rejected());
        total.rejected().forEach(this::report);
        observer.batch(name, batch.size(), Duration.between(start, clock.instant()));
        LockSupport.parkNanos(restAfter(batch.size()).toNanos());
    }

    /** A batch's requests cost as much as many messages, so under load the next one is given time to grow. */
    static Duration restAfter(int records) {
        return records < BUSY_FROM ? Duration.ZERO : REST;
    }

    private List<IncomingMessage> read(List<ConsumerRecord<byte[], byte[]>> batch, Outcome total) {
        List<IncomingMessage> messages = new ArrayList<>(batch.size());
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            try {
                messages.add(records.read(record));
            } catch (UnreadableMessageException unreadable) {
                if (parts.getFirst().handler().putsUnreadableAside()) {
                    total.rejected().add(DeadLetter.of(record, unreadable));
                }
            }
        }
        return messages;
    }

    private void handle(Part part, List<IncomingMessage> messages, Outcome total) {
        try {
            Outcome outcome = inTransaction(part, messages);
            total.messages().addAll(outcome.messages());
            total.rejected().addAll(outcome.rejected());
        } catch (RuntimeException failed) {
            if (Trouble.of(failed) == Trouble.DATABASE_AWAY) {
                throw failed;
            }
            if (messages.size() == 1) {
                giveUp(part, messages.getFirst(), failed, total);
                return;
            }
            int middle = messages.size() / 2;
            handle(part, messages.subList(0, middle), total);
            handle(part, messages.subList(middle, messages.size()), total);
        }
    }

    private Outcome inTransaction(Part part, List<IncomingMessage> messages) {
        for (int conflicts = 0; ; conflicts++) {
            try {
                return part.transaction().execute(status -> part.handler().handle(messages));
            } catch (RuntimeException failed) {
                if (Trouble.of(failed) != Trouble.CONFLICT || conflicts >= MAX_CONFLICTS) {
                    throw failed;
                }
                LOG.debug("{}: a batch of {} conflicts, trying again", name, messages.size(), failed);
            }
        }
    }

    private void giveUp(Part part, IncomingMessage poison, RuntimeException failed, Outcome total) {
        LOG.error("{}: cannot handle {} for {} at {}", name, poison.type(), poison.key(), poison.delivery(), failed);
        DeadLetter letter = DeadLetter.of(poison.record(), failed);
        total.rejected().add(letter);
        total.messages().addAll(part.handler().giveUp(poison, letter.reason()));
    }

    private void report(DeadLetter letter) {
        LOG.warn("{}: dead letter from {}: {}", name, letter.source(), letter.reason());
        observer.deadLettered(name, letter.record().topic());
    }
}
