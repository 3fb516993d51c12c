package io.counterstep.participant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.Records;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Old ledger rows go, and yet nothing is executed or undone twice; on a real PostgreSQL. */
@Tag("G2")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerRetentionTest {

    private static final Duration ROWS = Duration.ofDays(60);
    private static final Duration KEYS = Duration.ofDays(90);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final LedgerMemory MEMORY = new LedgerMemory(ROWS, KEYS);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestDatabase database = new TestDatabase();
    private final JdbcTemplate jdbc = database.jdbc();
    private final Hotel hotel = new Hotel(jdbc);
    private final List<String> ignored = Collections.synchronizedList(new ArrayList<>());
    private final LoopObserver observer = new LoopObserver() {
        @Override
        public void ignored(String loop, String reason) {
            ignored.add(reason);
        }
    };
    private Instant now = Instant.EPOCH;
    private HotelLoop loop = loop();

    private HotelLoop loop() {
        return new HotelLoop(hotel.handlers(), database.dataSource(), MEMORY, () -> now, observer);
    }

    @BeforeEach
    void empty() {
        jdbc.execute("truncate saga_ledger, saga_ledger_purged, booking, unbooking");
        now = Instant.parse("2026-01-01T12:00:00Z");
        ignored.clear();
        loop = loop();
    }

    @AfterAll
    void close() throws IOException {
        database.close();
    }

    @Test
    void aRowIsKeptForItsTimeAndThenOnlyItsKey() {
        take(HotelLoop.book(1));
        pass(ROWS);
        assertThat(tick()).isFalse();
        assertThat(rows("saga_ledger")).as("not a moment too early").isEqualTo(1);

        pass(MOMENT);
        tick();

        assertThat(rows("saga_ledger")).isZero();
        assertThat(rows("saga_ledger_purged")).isEqualTo(1);
    }

    @Test
    void theTimeIsCountedFromTheRowsLastChange() {
        take(HotelLoop.book(1));
        pass(ROWS);
        take(HotelLoop.unbook(1));
        pass(ROWS);
        tick();
        assertThat(rows("saga_ledger")).isEqualTo(1);
        pass(MOMENT);
        tick();
        assertThat(rows("saga_ledger")).isZero();
    }

    @Test
    void aRequestThatComesAgainAfterThePurgeIsRefusedAndNotExecuted() {
        take(HotelLoop.book(1));
        purge();
        take(HotelLoop.book(1), HotelLoop.book(2));

        assertThat(hotel.bookings()).containsExactly("1", "2");
        assertThat(loop.replies()).containsExactly("ROOM_BOOKED 1", "TECHNICAL_FAILURE 1", "ROOM_BOOKED 2");
        assertThat(loop.deadLetters()).isEmpty();
        assertThat(ignored).containsExactly("PURGED_STEP");
    }

    @Test
    void whatIsStillInForceIsUndoneOnceHoweverOftenItsCompensationComes() {
        take(HotelLoop.book(1));
        purge();
        take(HotelLoop.unbook(1), HotelLoop.unbook(1));
        take(HotelLoop.unbook(1));

        assertThat(hotel.unbookings()).containsExactly("1");
        assertThat(loop.replies())
                .containsExactly("ROOM_BOOKED 1", "ROOM_CANCELED 1", "ROOM_CANCELED 1", "ROOM_CANCELED 1");
    }

    @Test
    void whatWasUndoneRefusedOrNeverDoneIsConfirmedWithoutUndoingAnything() {
        take(HotelLoop.book(1), HotelLoop.unbook(1), HotelLoop.book(2, "full"), HotelLoop.unbook(3));
        purge();
        take(HotelLoop.unbook(1), HotelLoop.unbook(2), HotelLoop.unbook(3));
        take(HotelLoop.book(1), HotelLoop.book(2), HotelLoop.book(3));

        assertThat(hotel.bookings()).containsExactly("1");
        assertThat(hotel.unbookings()).containsExactly("1");
        assertThat(loop.replies())
                .endsWith(
                        "ROOM_CANCELED 1",
                        "ROOM_CANCELED 2",
                        "ROOM_CANCELED 3",
                        "TECHNICAL_FAILURE 1",
                        "TECHNICAL_FAILURE 2",
                        "TECHNICAL_FAILURE 3");
    }

    @Test
    void anotherStepOfAnOldSagaIsDone() {
        take(HotelLoop.book(1));
        jdbc.update("update saga_ledger set step = 'suite'");
        purge();
        take(HotelLoop.book(1));

        assertThat(loop.replies()).containsExactly("ROOM_BOOKED 1", "ROOM_BOOKED 1");
    }

    @Test
    void aRecordThatIsOlderThanTheLedgerIsRefusedThoughItsKeyIsForgotten() {
        ConsumerRecord<byte[], byte[]> old = said(HotelLoop.book(1), now);
        ConsumerRecord<byte[], byte[]> neverHeard = said(HotelLoop.book(2), now);
        take(old);
        forget();
        assertThat(rows("saga_ledger_purged")).isZero();
        take(old, neverHeard);

        assertThat(hotel.bookings()).containsExactly("1");
        assertThat(loop.replies()).containsExactly("ROOM_BOOKED 1", "TECHNICAL_FAILURE 1", "TECHNICAL_FAILURE 2");
    }

    @Test
    void whoSaysItAnewAfterThatIsBelieved() {
        take(said(HotelLoop.book(1), now));
        forget();
        take(said(HotelLoop.book(1), now));

        assertThat(hotel.bookings()).containsExactly("1", "1");
    }

    @Test
    void keptForeverMeansForever() {
        take(HotelLoop.book(1));
        pass(Duration.ofDays(36_500));
        retention(LedgerMemory.FOREVER).tick();
        assertThat(rows("saga_ledger")).isEqualTo(1);

        retention(new LedgerMemory(ROWS, null)).tick();
        pass(Duration.ofDays(36_500));
        retention(new LedgerMemory(ROWS, null)).tick();
        assertThat(rows("saga_ledger_purged")).isEqualTo(1);
    }

    @Test
    void oneTickTakesNoMoreThanABatch() {
        book(LedgerRetention.BATCH + 1);
        pass(ROWS.plus(MOMENT));

        assertThat(tick()).isTrue();
        assertThat(rows("saga_ledger")).isEqualTo(1);
        assertThat(tick()).isFalse();
        pass(KEYS.plus(MOMENT));
        assertThat(tick()).isTrue();
        assertThat(rows("saga_ledger_purged")).isEqualTo(1);
    }

    @Test
    void severalInstancesShareTheWork() throws Exception {
        book(8 * LedgerRetention.BATCH);
        pass(ROWS.plus(MOMENT));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<Integer> instance = () -> {
                int ticks = 0;
                while (rows("saga_ledger") > 0) {
                    tick();
                    ticks++;
                }
                return ticks;
            };
            for (Future<Integer> it : threads.invokeAll(Collections.nCopies(4, instance))) {
                assertThat(it.get(30, TimeUnit.SECONDS)).isPositive();
            }
        }
        assertThat(rows("saga_ledger_purged")).isEqualTo(8 * LedgerRetention.BATCH);
    }

    @Test
    void aCommandForARowThatIsBeingPurgedWaitsForItAndIsRefused() throws Exception {
        take(HotelLoop.book(1));
        pass(ROWS.plus(MOMENT));
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> command = new TransactionTemplate(database.transactions()).execute(status -> {
                tick();
                Future<?> waiting = threads.submit(() -> take(HotelLoop.book(1)));
                await().atMost(SOON).until(() -> waitsForALock() || waiting.isDone());
                return waiting;
            });
            assertThat(command).isNotNull();
            command.get(30, TimeUnit.SECONDS);
        }
        assertThat(hotel.bookings()).containsExactly("1");
        assertThat(loop.replies()).containsExactly("ROOM_BOOKED 1", "TECHNICAL_FAILURE 1");
    }

    @Test
    void rowsThatABatchHoldsAreNotWaitedFor() throws Exception {
        take(HotelLoop.book(1), HotelLoop.book(2));
        pass(ROWS.plus(MOMENT));
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            new TransactionTemplate(database.transactions()).executeWithoutResult(status -> {
                jdbc.execute("select from saga_ledger where saga_id = 'fulfil:1' for update");
                Future<Boolean> purge = threads.submit(this::tick);
                await().atMost(SOON).until(purge::isDone);
            });
        }
        assertThat(jdbc.queryForList("select saga_id from saga_ledger", String.class))
                .containsExactly("fulfil:1");
    }

    /** Two owners of the same commands, each said twice, while two instances purge all that they are about. */
    @Test
    void whileAllIsBeingPurgedNothingIsDoneOrUndoneTwice() throws Exception {
        int sagas = 8 * LedgerRetention.BATCH;
        int portion = 40;
        book(sagas);
        pass(ROWS.plus(MOMENT));
        CyclicBarrier together = new CyclicBarrier(4);
        Callable<List<String>> owner = () -> {
            HotelLoop its = loop();
            together.await(30, TimeUnit.SECONDS);
            for (int first = 0; first < sagas; first += portion) {
                its.take(IntStream.range(first, first + portion)
                        .boxed()
                        .flatMap(it -> Stream.of(HotelLoop.book(it), HotelLoop.unbook(it), HotelLoop.unbook(it)))
                        .toList());
            }
            return its.replies();
        };
        Callable<List<String>> purger = () -> {
            together.await(30, TimeUnit.SECONDS);
            while (tick()) {
                ignored.add("purged a portion");
            }
            return List.of();
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<String>>> all = threads.invokeAll(List.of(owner, owner, purger, purger));
            for (Future<List<String>> it : all) {
                assertThat(it.get(120, TimeUnit.SECONDS))
                        .satisfiesAnyOf(
                                replies -> assertThat(replies).isEmpty(),
                                replies -> assertThat(replies).hasSize(3 * sagas));
            }
        }
        assertThat(hotel.bookings()).hasSize(sagas).doesNotHaveDuplicates();
        assertThat(hotel.unbookings()).hasSize(sagas).doesNotHaveDuplicates();
        assertThat(ignored).as("they met").contains("PURGED_STEP");
    }

    @Test
    void rowsAreKeptForLongerThanTransactionsTake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LedgerMemory(LedgerMemory.LEAST_ROWS.minus(MOMENT), null))
                .withMessageContaining("counterstep.ledger.keep to PT1H or more");
    }

    private boolean waitsForALock() {
        Integer waiting = database.jdbc()
                .queryForObject("select count(*) from pg_stat_activity where wait_event_type = 'Lock'", Integer.class);
        return waiting != null && waiting > 0;
    }

    @SafeVarargs
    private void take(ConsumerRecord<byte[], byte[]>... commands) {
        loop.take(List.of(commands));
    }

    private void book(int sagas) {
        loop.take(IntStream.range(0, sagas).mapToObj(HotelLoop::book).toList());
    }

    private static ConsumerRecord<byte[], byte[]> said(ConsumerRecord<byte[], byte[]> command, Instant at) {
        command.headers().remove(Records.TIME).add(Records.TIME, at.toString().getBytes(UTF_8));
        return command;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private void purge() {
        pass(ROWS.plus(MOMENT));
        tick();
    }

    private void forget() {
        purge();
        pass(KEYS.plus(MOMENT));
        tick();
    }

    private boolean tick() {
        return retention(MEMORY).tick();
    }

    private LedgerRetention retention(LedgerMemory memory) {
        return new LedgerRetention(jdbc, database.transactions(), memory, () -> now);
    }

    private int rows(String table) {
        Integer rows = jdbc.queryForObject("select count(*) from " + table, Integer.class);
        return rows == null ? 0 : rows;
    }
}
