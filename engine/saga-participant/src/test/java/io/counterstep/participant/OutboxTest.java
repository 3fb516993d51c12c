package io.counterstep.participant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The outbox and its relay on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final MessageFormat FORMAT = new MessageFormat("orderId");
    private static final Records RECORDS = new Records(FORMAT, "hotel-service");

    private record Opened(String orderId, int room) {}

    private static final Event<Opened> OPENED = Hotel.HOTEL.event(MessageType.of("ROOM_OPENED", Opened.class));

    private final TestDatabase database = new TestDatabase();
    private final JdbcTemplate jdbc = database.jdbc();
    private final TransactionTemplate transaction = new TransactionTemplate(database.transactions());
    private final SlowBroker broker = new SlowBroker();
    private final OutboxRelay relay = relay();
    private final Outbox outbox = new JdbcOutbox(jdbc, FORMAT, relay);

    private OutboxRelay relay() {
        return new OutboxRelay(
                jdbc, database.transactions(), FORMAT, new Publisher(broker, RECORDS, InstantSource.system()));
    }

    @BeforeEach
    void empty() {
        jdbc.execute("truncate saga_outbox");
        broker.clear();
        broker.reset();
    }

    @AfterAll
    void close() throws IOException {
        database.close();
    }

    @Test
    void manyEventsArePublishedInTheOrderInWhichTheyWereAdded() {
        transaction.executeWithoutResult(status -> {
            outbox.add(OPENED, "first", new Opened("first", 0));
            outbox.addAll(OPENED, Opened::orderId, rooms(500));
            outbox.add(OPENED, "last", new Opened("last", 0));
        });

        assertThat(relay.publishSome()).isEqualTo(502);

        assertThat(broker.history()).allSatisfy(it -> assertThat(it.topic()).isEqualTo("hotel-events"));
        assertThat(published())
                .hasSize(502)
                .startsWith(body("first", 0), body("k0", 0), body("k1", 1))
                .endsWith(body("k9", 499), body("last", 0));
        assertThat(rows()).isZero();
        assertThat(relay.publishSome()).isZero();
    }

    @Test
    void whatIsRolledBackIsNotPublished() {
        transaction.executeWithoutResult(status -> {
            outbox.addAll(OPENED, Opened::orderId, rooms(3));
            status.setRollbackOnly();
        });

        assertThat(relay.publishSome()).isZero();
        assertThat(published()).isEmpty();
    }

    @Test
    void manyEventsNeedATransactionAsOneDoes() {
        assertThatThrownBy(() -> outbox.addAll(OPENED, Opened::orderId, rooms(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ROOM_OPENED")
                .hasMessageContaining("[k0, k1]")
                .hasMessageContaining("no transaction is active");
        assertThat(rows()).isZero();
    }

    @Test
    void whatIsCommittedIsPublishedByTheRunningRelay() {
        relay.start();
        try {
            transaction.executeWithoutResult(status -> outbox.addAll(OPENED, Opened::orderId, rooms(3)));

            await().atMost(SOON).until(() -> rows() == 0);
            assertThat(published()).hasSize(3);
        } finally {
            relay.stop();
        }
    }

    @Test
    void whatTheBrokerDidNotTakeStaysAndIsPublishedLater() {
        transaction.executeWithoutResult(status -> outbox.addAll(OPENED, Opened::orderId, rooms(3)));
        broker.sendException = new TimeoutException("no broker");

        assertThatThrownBy(relay::publishSome).hasMessage("no broker");
        assertThat(rows()).isEqualTo(3);

        broker.sendException = null;
        assertThat(relay.publishSome()).isEqualTo(3);
        assertThat(rows()).isZero();
    }

    @Test
    void aRelayWaitsForTheOtherAndPublishesNothingThatTheOtherDid() throws Exception {
        transaction.executeWithoutResult(status -> outbox.addAll(OPENED, Opened::orderId, rooms(3)));
        broker.hold();

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Integer> one = threads.submit(relay::publishSome);
            await().atMost(SOON).until(() -> broker.history().size() == 3);
            Future<Integer> other = threads.submit(relay()::publishSome);
            try {
                await().atMost(SOON).until(() -> waitingRelays() == 1);
            } finally {
                broker.release();
            }

            assertThat(one.get()).isEqualTo(3);
            assertThat(other.get()).isZero();
        }
        assertThat(published()).hasSize(3);
    }

    @Test
    void whatIsCommittedLateIsNotSkipped() throws Exception {
        CountDownLatch added = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> late = threads.submit(() -> transaction.executeWithoutResult(status -> {
                outbox.add(OPENED, "late", new Opened("late", 1));
                added.countDown();
                awaitLatch(others);
            }));
            awaitLatch(added);
            transaction.executeWithoutResult(status -> outbox.add(OPENED, "early", new Opened("early", 2)));

            assertThat(relay.publishSome()).as("waits for nobody").isEqualTo(1);
            others.countDown();
            late.get();
        }
        assertThat(relay.publishSome()).isEqualTo(1);
        assertThat(published()).containsExactly(body("early", 2), body("late", 1));
    }

    @Test
    void aRelayThatDiesBetweenPublishingAndDeletingLeadsToDuplicatesOnly() throws Exception {
        transaction.executeWithoutResult(status -> outbox.addAll(OPENED, Opened::orderId, rooms(3)));
        broker.hold();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Integer> dying = threads.submit(relay::publishSome);
            await().atMost(SOON).until(() -> broker.history().size() == 3);
            assertThat(count("""
                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                    where state = 'idle in transaction' and pid <> pg_backend_pid()""")).isEqualTo(1);
            broker.release();
            assertThatThrownBy(dying::get).hasCauseInstanceOf(RuntimeException.class);
        }
        assertThat(rows()).isEqualTo(3);

        assertThat(relay.publishSome()).isEqualTo(3);
        assertThat(rows()).isZero();
        assertThat(published()).hasSize(6);
        assertThat(published().subList(3, 6)).isEqualTo(published().subList(0, 3));
    }

    @Test
    void fourRelaysKeepTheOrderOfEachKeyAndPublishNothingTwice() {
        List<OutboxRelay> relays = List.of(relay(), relay(), relay(), relay());
        relays.forEach(OutboxRelay::start);
        try {
            for (int i = 0; i < 100; i++) {
                int from = i * 30;
                transaction.executeWithoutResult(status ->
                        outbox.addAll(OPENED, Opened::orderId, rooms(from + 30).subList(from, from + 30)));
                relays.forEach(OutboxRelay::wake);
            }
            await().atMost(SOON).until(() -> rows() == 0);
        } finally {
            relays.forEach(OutboxRelay::stop);
        }
        assertThat(published())
                .containsExactlyElementsOf(rooms(3_000).stream()
                        .map(it -> body(it.orderId(), it.room()))
                        .toList());
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the other transaction", e);
        }
    }

    private int waitingRelays() {
        return count("select count(*) from pg_locks where locktype = 'advisory' and not granted");
    }

    private int rows() {
        return count("select count(*) from saga_outbox");
    }

    private int count(String query) {
        Integer count = jdbc.queryForObject(query, Integer.class);
        assertThat(count).isNotNull();
        return count == null ? 0 : count;
    }

    /** Of ten keys, each with several rooms. */
    private static List<Opened> rooms(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> new Opened("k" + i % 10, i))
                .toList();
    }

    private static String body(String key, int room) {
        return FORMAT.encode(key, "ROOM_OPENED", new Opened(key, room)).toString();
    }

    private List<String> published() {
        return broker.history().stream()
                .map(it -> new String(it.value(), UTF_8))
                .toList();
    }

    /** A broker that may take its time to acknowledge. */
    private static final class SlowBroker extends MockProducer<byte[], byte[]> {

        private volatile CountDownLatch held = new CountDownLatch(0);

        SlowBroker() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        void hold() {
            held = new CountDownLatch(1);
        }

        void release() {
            held.countDown();
        }

        void reset() {
            release();
            sendException = null;
        }

        /** Not synchronized as its parent's, so that what was sent can be looked at meanwhile. */
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public void flush() {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.flush();
        }
    }
}
