package io.counterstep.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What PostgreSQL says when transactions are in each other's way: all of the batch is done again, a few times. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConflictsTest {

    /** As many as the loop bears: 1 try and 5 more. */
    private static final int TRIES = 6;

    private static final int BATCH = 10;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestDatabase database = new TestDatabase();
    private final JdbcTemplate jdbc = database.jdbc();
    private final Hotel hotel = new Hotel(jdbc);
    private final AtomicInteger handled = new AtomicInteger();

    @BeforeEach
    void empty() {
        jdbc.execute("truncate saga_ledger, booking, unbooking");
        jdbc.execute("create table if not exists door (number int primary key, opened int not null)");
        jdbc.execute("truncate door");
        jdbc.execute("insert into door values (1, 0), (2, 0)");
        handled.set(0);
    }

    @AfterAll
    void close() throws IOException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "55P03"})
    void aBatchThatMeetsOneIsDoneAgainAsAWhole(String state) {
        HotelLoop loop = loop(times -> {
            if (times < TRIES) {
                jdbc.execute("do $$ begin raise exception sqlstate '" + state + "'; end $$");
            }
        });

        loop.take(batch());

        assertEachBookedOnce(loop);
        assertThat(handled).as("the first of each try, then all").hasValue(TRIES - 1 + BATCH);
    }

    @Test
    void oneThatNeverEndsIsGivenUpAndTheOthersAreHandled() {
        HotelLoop loop = loop(times -> {
            if (hotel.bookings().contains("3")) {
                jdbc.execute("do $$ begin raise exception sqlstate '40001'; end $$");
            }
        });

        loop.take(batch());

        assertThat(hotel.bookings()).hasSize(BATCH - 1).doesNotContain("3");
        assertThat(loop.deadLetters()).containsExactly("ROOM_REQUESTED 3");
        assertThat(loop.replies()).contains("TECHNICAL_FAILURE 3").hasSize(BATCH);
    }

    @Test
    void aRealDeadlockOfTwoConsumersIsNeverSeenOutside() throws Exception {
        jdbc.execute("alter system set deadlock_timeout = '50ms'");
        jdbc.execute("select pg_reload_conf()");
        AtomicInteger inside = new AtomicInteger();
        HotelLoop up = loop(times -> cross(times, inside, 1, 2));
        HotelLoop down = loop(times -> cross(times, inside, 2, 1));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> one = threads.submit(() -> up.take(List.of(HotelLoop.book(1))));
            Future<?> other = threads.submit(() -> down.take(List.of(HotelLoop.book(2))));
            one.get(30, TimeUnit.SECONDS);
            other.get(30, TimeUnit.SECONDS);
        }

        assertThat(jdbc.queryForObject(
                        "select deadlocks from pg_stat_database where datname = current_database()", Long.class))
                .as("it did happen")
                .isPositive();
        assertThat(hotel.bookings()).containsExactly("1", "2");
        assertThat(up.replies()).containsExactly("ROOM_BOOKED 1");
        assertThat(down.replies()).containsExactly("ROOM_BOOKED 2");
        assertThat(jdbc.queryForList("select opened from door", Integer.class)).containsExactly(2, 2);
    }

    /** Opens both doors; at the first time, only once the other has opened its first one too. */
    private void cross(int times, AtomicInteger inside, int first, int second) {
        open(first);
        if (inside.incrementAndGet() <= 2) {
            await().atMost(SOON).until(() -> inside.get() >= 2);
        }
        open(second);
        assertThat(times).isPositive();
    }

    private void open(int door) {
        jdbc.update("update door set opened = opened + 1 where number = ?", door);
    }

    @Test
    void aRealLockTimeOutIsTriedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        HotelLoop loop = loop(times -> {
            tries.set(times);
            jdbc.execute("set local lock_timeout = '200ms'");
            open(1);
        });
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> holder = threads.submit(() -> new TransactionTemplate(database.transactions())
                    .executeWithoutResult(status -> {
                        open(1);
                        await().atMost(SOON).until(() -> tries.get() >= 2);
                    }));
            await().atMost(SOON)
                    .until(() -> count("select count(*) from pg_locks where mode = 'RowExclusiveLock'"
                                    + " and relation = 'door'::regclass")
                            == 1);
            loop.take(List.of(HotelLoop.book(1)));
            holder.get(30, TimeUnit.SECONDS);
        }

        assertThat(tries.get()).isGreaterThanOrEqualTo(2);
        assertThat(hotel.bookings()).containsExactly("1");
        assertThat(loop.deadLetters()).isEmpty();
    }

    private int count(String query) {
        Integer count = jdbc.queryForObject(query, Integer.class);
        return count == null ? 0 : count;
    }

    /** @param trouble gets how often a handler was called, after each booking */
    private HotelLoop loop(Consumer<Integer> trouble) {
        Handlers books = hotel.handlers();
        Handlers handlers = Handlers.of(Hotel.HOTEL)
                .on(Hotel.BOOK, command -> {
                    Hotel.Reply reply = (Hotel.Reply) books.call(Hotel.BOOK, command);
                    trouble.accept(handled.incrementAndGet());
                    return reply;
                })
                .build();
        return new HotelLoop(handlers, database.dataSource());
    }

    private static List<org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]>> batch() {
        return IntStream.range(0, BATCH).mapToObj(HotelLoop::book).toList();
    }

    private void assertEachBookedOnce(HotelLoop loop) {
        assertThat(hotel.bookings())
                .containsExactlyElementsOf(
                        IntStream.range(0, BATCH).mapToObj(String::valueOf).toList());
        assertThat(loop.replies()).hasSize(BATCH).allMatch(it -> it.startsWith("ROOM_BOOKED"));
        assertThat(loop.deadLetters()).isEmpty();
    }
}
