package io.counterstep.messaging;

import static io.counterstep.messaging.Samples.FORMAT;
import static io.counterstep.messaging.Samples.RECORDS;
import static io.counterstep.messaging.Samples.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

class BatchLoopTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Transactions transactions = new Transactions();
    private final Echo echo = new Echo(transactions);
    private final BatchLoop loop = new BatchLoop(
            "test", echo, RECORDS, new Publisher(broker, RECORDS, CLOCK), transactions, LoopObserver.NONE, CLOCK);

    @Test
    void onlyALargeBatchIsFollowedByARest() {
        assertThat(BatchLoop.restAfter(1)).isEqualTo(Duration.ZERO);
        assertThat(BatchLoop.restAfter(BatchLoop.BUSY_FROM - 1)).isEqualTo(Duration.ZERO);
        assertThat(BatchLoop.restAfter(BatchLoop.BUSY_FROM)).isEqualTo(BatchLoop.REST);
    }

    @Test
    void everythingIsPublishedAfterOneCommit() {
        loop.onMessage(batch(500));

        assertThat(transactions.commits).isEqualTo(1);
        assertThat(echoes()).hasSize(500);
    }

    @Test
    void aPoisonAmongFiveHundredBecomesADeadLetterAndTheOthersAreHandled() {
        echo.poison.add("k250");

        loop.onMessage(batch(500));

        assertThat(echo.committed).hasSize(499).doesNotContain("k250");
        assertThat(echoes()).hasSize(499).doesNotContain("k250");
        ProducerRecord<byte[], byte[]> letter = only("payment-events-dlt");
        assertThat(header(letter, DeadLetter.REASON)).contains("IllegalStateException: k250 is poison");
        assertThat(header(letter, DeadLetter.SOURCE)).isEqualTo("payment-events/3/250");
        assertThat(only("complaints").key()).asString(UTF_8).isEqualTo("k250");
    }

    @Test
    void theOrderOfEachKeyIsKeptWhileABatchIsBisected() {
        echo.poison.add("k3");

        loop.onMessage(batch(8));

        assertThat(echo.committed).containsExactly("k0", "k1", "k2", "k4", "k5", "k6", "k7");
    }

    @Test
    void anUnreadableRecordIsDeadLetteredAsItCameAndTheOthersAreHandled() {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(batch(3));
        batch.add(1, record(77, null, "garbage"));

        loop.onMessage(batch);

        assertThat(echo.committed).containsExactly("k0", "k1", "k2");
        ProducerRecord<byte[], byte[]> letter = only("payment-events-dlt");
        assertThat(letter.value()).asString(UTF_8).isEqualTo("garbage");
        assertThat(header(letter, DeadLetter.SOURCE)).isEqualTo("payment-events/3/77");
    }

    @Test
    void aConflictIsTriedAgainAtOnce() {
        echo.failures.add(new CannotAcquireLockException("deadlock"));
        echo.failures.add(new CannotAcquireLockException("deadlock"));

        loop.onMessage(batch(10));

        assertThat(echo.committed).hasSize(10);
        assertThat(transactions.rollbacks).isEqualTo(2);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsPublishedAndTheContainerIsToldToPause() {
        echo.failures.add(new DataAccessResourceFailureException("connection refused"));

        assertThatThrownBy(() -> loop.onMessage(batch(10))).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(broker.history()).isEmpty();

        loop.onMessage(batch(10));
        assertThat(echoes()).hasSize(10);
    }

    @Test
    void aFailedPublishKeepsTheOffsetsFromBeingCommitted() {
        broker.sendException = new org.apache.kafka.common.errors.NotEnoughReplicasException("one broker left");

        assertThatThrownBy(() -> loop.onMessage(batch(10))).isInstanceOf(RuntimeException.class);
    }

    private static List<ConsumerRecord<byte[], byte[]>> batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> record(i, "k" + i, "{\"orderId\":\"k" + i + "\",\"status\":\"ECHO\"}"))
                .toList();
    }

    private List<String> echoes() {
        return broker.history().stream()
                .filter(it -> it.topic().equals("echoes"))
                .map(it -> new String(it.key(), UTF_8))
                .toList();
    }

    private ProducerRecord<byte[], byte[]> only(String topic) {
        var found =
                broker.history().stream().filter(it -> it.topic().equals(topic)).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    /** Says everything back; fails as it is told, and remembers what was committed only. */
    private static final class Echo implements BatchHandler {

        final Set<String> poison = new TreeSet<>();
        final List<RuntimeException> failures = new ArrayList<>();
        final List<String> committed = new ArrayList<>();

        Echo(Transactions transactions) {
            transactions.onCommit = committed::addAll;
            this.transactions = transactions;
        }

        private final Transactions transactions;

        @Override
        public Outcome handle(List<IncomingMessage> batch) {
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            batch.stream().filter(it -> poison.contains(it.key())).findAny().ifPresent(it -> {
                throw new IllegalStateException(it.key() + " is poison");
            });
            transactions.work.addAll(batch.stream().map(IncomingMessage::key).toList());
            return new Outcome(batch.stream().map(it -> to("echoes", it)).toList(), List.of());
        }

        @Override
        public List<OutgoingMessage> giveUp(IncomingMessage message, String reason) {
            return List.of(to("complaints", message));
        }

        private static OutgoingMessage to(String topic, IncomingMessage it) {
            JsonBody body = FORMAT.body("{}".getBytes(UTF_8));
            return new OutgoingMessage(topic, it.key(), "ECHO", it.key(), null, null, body);
        }
    }

    /** Counts commits and rollbacks. */
    private static final class Transactions extends AbstractPlatformTransactionManager {

        int commits;
        int rollbacks;
        final List<String> work = new ArrayList<>();
        java.util.function.Consumer<List<String>> onCommit = done -> {};

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            work.clear();
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            commits++;
            onCommit.accept(List.copyOf(work));
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            rollbacks++;
        }
    }
}
