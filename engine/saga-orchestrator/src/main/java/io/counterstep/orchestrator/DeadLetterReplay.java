package io.counterstep.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterstep.messaging.PublishFailedException;
import io.counterstep.messaging.Publisher;
import io.counterstep.orchestrator.DeadLetterQueue.Outgoing;
import io.counterstep.orchestrator.ParkedLetter.Kind;
import io.counterstep.orchestrator.ParkedLetter.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes dead letters whose turn it is, the oldest first, at a pace. A portion is claimed, then published, then said to be done;
 * what a crash cuts short is published again once the claim has ended. That is harmless, as any redelivery is: a participant's
 * ledger answers what it has done with the answer of then, and a saga ignores a reply that it has had. Nothing in the database is
 * locked while Kafka is at it. Thread-safe; instances take turns, each at its own pace.
 *
 * <p>What the broker will never take is parked again, and so are all those of a topic that is not there, or that takes nothing
 * {@value #MAX_TRIES} times though Kafka answers: the others go on. While Kafka is away, all wait.
 */
public final class DeadLetterReplay {

    /** Says which letter a record was. */
    public static final String REPLAY_OF = "replay-of";

    /** How often an instance tries a topic that takes nothing. */
    public static final int MAX_TRIES = 3;

    /**
     * How long a portion may take, and how long the others wait for an instance that died in the middle of one. Longer than the
     * producer's {@code max.block.ms} (one minute) and {@code delivery.timeout.ms} (two) together; if it takes longer after all,
     * letters may go out twice, and out of their order.
     */
    public static final Duration CLAIM = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReplay.class);

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final int TICKS_A_SECOND = 10;

    private final DeadLetterStore store;
    private final DeadLetterQueue queue;
    private final TransactionTemplate transaction;
    private final Publisher publisher;
    private final TopicLookup topics;
    private final InstantSource clock;
    private final int portion;
    private final Duration gap;
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();

    /** Says which topics there are. */
    @FunctionalInterface
    public interface TopicLookup {

        /**
         * Those of these that are there.
         *
         * @throws RuntimeException if Kafka does not say
         */
        Set<String> present(Set<String> topics);
    }

    /** @param rate the most letters a second, 1 or more */
    public DeadLetterReplay(SagaStores stores, Publisher publisher, TopicLookup topics, InstantSource clock, int rate) {
        if (rate < 1) {
            throw new IllegalArgumentException("counterstep.dead-letters.replay-rate must be 1 or more, was " + rate);
        }
        this.store = new DeadLetterStore(stores.first().jdbc());
        this.queue = new DeadLetterQueue(stores.first().jdbc());
        this.transaction = stores.first().readCommitted();
        this.publisher = publisher;
        this.topics = topics;
        this.clock = clock;
        this.portion = Math.max(1, rate / TICKS_A_SECOND);
        this.gap = Duration.ofSeconds(1).multipliedBy(portion).dividedBy(rate);
    }

    /**
     * Publishes a portion, then says what became of it.
     *
     * @return how long to wait
     * @throws PublishFailedException if some could not be published now; they wait for their turn again
     */
    public Duration tick() {
        Instant now = clock.instant();
        // as PostgreSQL keeps it, since a claim is known by its end
        Instant until = now.plus(CLAIM).truncatedTo(ChronoUnit.MICROS);
        List<Outgoing> letters = transaction.execute(status -> queue.claim(portion, now, until));
        if (letters == null || letters.isEmpty()) {
            return IDLE;
        }
        Portion published;
        try {
            published = publish(letters);
        } catch (RuntimeException failed) {
            transaction.executeWithoutResult(status -> queue.release(until));
            throw failed;
        }
        transaction.executeWithoutResult(status -> settle(published, until));
        if (published.failed() != null) {
            throw new PublishFailedException(published.failed(), null);
        }
        return gap;
    }

    /**
     * What became of a portion. What is in none of these waits for its turn again.
     *
     * @param done published, up to the first that is still to be: behind it they go out again, in their order
     * @param refused why these are never taken, by their ids
     * @param hopeless why nothing of these topics goes out
     * @param failed why the first failed of those that are tried again; null if none is
     */
    private record Portion(
            List<Long> done,
            Map<Long, String> refused,
            Map<String, String> hopeless,
            @Nullable String failed) {}

    private Portion publish(List<Outgoing> letters) {
        Publisher.Republished outcome = publisher.republish(
                letters.stream().map(DeadLetterReplay::record).toList());
        Map<String, String> hopeless = hopeless(letters, outcome);
        List<Long> done = new ArrayList<>();
        Map<Long, String> refused = new TreeMap<>();
        boolean waiting = false;
        String failed = null;
        for (int i = 0; i < letters.size(); i++) {
            Outgoing letter = letters.get(i);
            String never = outcome.refused().get(i);
            boolean isThere = i < outcome.sent() && !outcome.failed().containsKey(i);
            if (never != null) {
                refused.put(letter.id(), never);
            } else if (!isThere && !hopeless.containsKey(letter.topic())) {
                waiting = true;
                failed = failed == null ? outcome.failed().get(i) : failed;
            } else if (isThere && !waiting) {
                done.add(letter.id());
                tries.remove(letter.topic());
            }
        }
        return new Portion(done, refused, hopeless, failed);
    }

    /** Which topics to give up, and why; none while Kafka does not answer, for then nothing is known of any. */
    private Map<String, String> hopeless(List<Outgoing> letters, Publisher.Republished outcome) {
        Map<String, String> failing = new TreeMap<>();
        outcome.failed().forEach((place, why) -> failing.put(letters.get(place).topic(), why));
        if (failing.isEmpty()) {
            return Map.of();
        }
        Set<String> there;
        try {
            there = topics.present(failing.keySet());
        } catch (RuntimeException away) {
            LOG.debug("cannot tell whether {} are there", failing.keySet(), away);
            return Map.of();
        }
        Map<String, String> hopeless = new TreeMap<>();
        failing.forEach((topic, why) -> {
            if (!there.contains(topic)) {
                hopeless.put(topic, "topic " + topic + " is not there, or this service may not see it");
            } else if (tries.merge(topic, 1, Integer::sum) >= MAX_TRIES) {
                hopeless.put(topic, "tried " + MAX_TRIES + " times, though Kafka answers: " + why);
            }
        });
        hopeless.keySet().forEach(tries::remove);
        return hopeless;
    }

    private void settle(Portion published, Instant until) {
        Instant now = clock.instant();
        Set<Long> ours = queue.stillClaimed(until);
        queue.done(published.done().stream().filter(ours::contains).toList(), now);
        published.refused().forEach((id, why) -> {
            if (ours.contains(id)) {
                LOG.warn("dead letter {} is parked again: {}", id, why);
                store.change(id, State.PARKED, Kind.RETURNED, Gate.ENGINE, why, now);
            }
        });
        queue.release(until);
        published.hopeless().forEach((topic, why) -> {
            var all = new LetterFilter(State.REPLAYING, topic, null, null, null, LetterFilter.MAX_LIMIT);
            int parked =
                    store.changeAll(all, DeadLetters.MAX_AT_ONCE, State.PARKED, Kind.RETURNED, Gate.ENGINE, why, now);
            LOG.warn("{} dead letters are parked again: {}", parked, why);
        });
    }

    private static ProducerRecord<byte[], byte[]> record(Outgoing letter) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(letter.topic(), letter.key(), letter.value());
        letter.headers().forEach(record.headers()::add);
        record.headers()
                .remove(REPLAY_OF)
                .add(REPLAY_OF, Long.toString(letter.id()).getBytes(UTF_8));
        return record;
    }
}
