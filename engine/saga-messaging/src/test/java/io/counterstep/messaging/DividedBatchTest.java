package io.counterstep.messaging;

import static io.counterstep.messaging.Samples.FORMAT;
import static io.counterstep.messaging.Samples.RECORDS;
import static io.counterstep.messaging.Samples.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** A batch whose even keys belong to one database, its odd ones to another, and those that end in 9 to both. */
class DividedBatchTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Half even = new Half();
    private final Half odd = new Half();
    private final BatchLoop loop = new BatchLoop(
            "test",
            List.of(new BatchLoop.Part(even, new Nothing()), new BatchLoop.Part(odd, new Nothing())),
            it -> partsOf(Integer.parseInt(it.key().substring(1))),
            RECORDS,
            new Publisher(broker, RECORDS, CLOCK),
            LoopObserver.NONE,
            CLOCK);

    private static Set<Integer> partsOf(int number) {
        return number % 10 == 9 ? Set.of(0, 1) : Set.of(number % 2);
    }

    private static List<ConsumerRecord<byte[], byte[]>> batch(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> record(i, "k" + i, "{\"orderId\":\"k" + i + "\",\"status\":\"ECHO\"}"))
                .toList();
    }

    private List<String> topics() {
        return broker.history().stream().map(it -> it.topic()).toList();
    }

    @Test
    void eachPartGetsItsOwnInTheirOrderAndAllIsPublished() {
        loop.onMessage(batch(0, 10));

        assertThat(even.handled).containsExactly("k0", "k2", "k4", "k6", "k8", "k9");
        assertThat(odd.handled).containsExactly("k1", "k3", "k5", "k7", "k9");
        assertThat(broker.history().stream().map(it -> new String(it.key(), UTF_8)))
                .containsExactly("k0", "k2", "k4", "k6", "k8", "k9", "k1", "k3", "k5", "k7", "k9");
    }

    @Test
    void partsAreHandledAtTheSameTime() {
        CountDownLatch both = new CountDownLatch(2);
        Consumer<String> meet = key -> {
            both.countDown();
            try {
                assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        even.first = meet;
        odd.first = meet;

        loop.onMessage(batch(0, 2));

        assertThat(topics()).containsExactly("echoes", "echoes");
    }

    @Test
    void aBatchForOnePartAloneIsHandledInTheCallersThread() {
        Thread caller = Thread.currentThread();
        odd.first = key -> assertThat(Thread.currentThread()).isSameAs(caller);
        even.first = odd.first;

        loop.onMessage(batch(3, 4));
        loop.onMessage(batch(4, 5));

        assertThat(odd.handled).containsExactly("k3");
        assertThat(even.handled).containsExactly("k4");
    }

    @Test
    void whileTheDatabaseOfOneIsAwayTheOtherCommitsAndNothingIsPublished() {
        for (Half away : List.of(even, odd)) {
            away.first = key -> {
                throw new DataAccessResourceFailureException("connection refused");
            };
            assertThatThrownBy(() -> loop.onMessage(batch(0, 4)))
                    .isInstanceOf(DataAccessResourceFailureException.class);
            away.first = key -> {};
        }
        assertThat(broker.history()).isEmpty();
        assertThat(even.handled).isNotEmpty();
        assertThat(odd.handled).isNotEmpty();

        loop.onMessage(batch(0, 4));
        assertThat(topics()).hasSize(4);
    }

    @Test
    void aPoisonInOnePartIsADeadLetterAndWhatBothRejectForOneReasonIsOne() {
        Consumer<String> trip = key -> {
            if (key.equals("k3") || key.equals("k9")) {
                throw new IllegalStateException("poison");
            }
        };
        even.each = trip;
        odd.each = trip;

        loop.onMessage(batch(0, 10));

        assertThat(topics()).filteredOn("payment-events-dlt"::equals).hasSize(2);
        assertThat(topics()).filteredOn("echoes"::equals).hasSize(8);
    }

    /** Says everything back. */
    private static final class Half implements BatchHandler {

        final List<String> handled = new ArrayList<>();
        Consumer<String> first = key -> {};
        Consumer<String> each = key -> {};

        @Override
        public Outcome handle(List<IncomingMessage> batch) {
            first.accept(batch.getFirst().key());
            List<String> keys = batch.stream().map(IncomingMessage::key).toList();
            keys.forEach(each);
            handled.addAll(keys);
            return new Outcome(batch.stream().map(Half::echo).toList(), List.of());
        }

        @Override
        public List<OutgoingMessage> giveUp(IncomingMessage poison, String reason) {
            return List.of();
        }

        private static OutgoingMessage echo(IncomingMessage it) {
            JsonBody body = FORMAT.body("{}".getBytes(UTF_8));
            return new OutgoingMessage("echoes", it.key(), "ECHO", it.key(), null, null, body);
        }
    }

    /** Transactions on nothing. */
    private static final class Nothing extends AbstractPlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
