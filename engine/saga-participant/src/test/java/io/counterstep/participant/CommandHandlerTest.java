package io.counterstep.participant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.message.CommandId;
import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ledger on a real PostgreSQL: G2 (at most once), G6 (tombstone), G7 (duplicates), G8 (poison). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandHandlerTest {

    private static final MessageFormat FORMAT = new MessageFormat("orderId");
    private static final Records RECORDS = new Records(FORMAT, "hotel-service");

    private final TestDatabase database = new TestDatabase();
    private final JdbcTemplate jdbc = database.jdbc();
    private final Hotel hotel = new Hotel(jdbc);
    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final BatchLoop loop = loop();
    private long offset;

    private BatchLoop loop() {
        InstantSource clock = InstantSource.system();
        var handler = new CommandHandler(
                "hotel", hotel.handlers(), jdbc, LedgerMemory.FOREVER, FORMAT, LoopObserver.NONE, clock);
        var publisher = new Publisher(broker, RECORDS, clock);
        return new BatchLoop("hotel", handler, RECORDS, publisher, database.transactions(), LoopObserver.NONE, clock);
    }

    @BeforeAll
    void isDurable() {
        assertThat(jdbc.queryForObject("show synchronous_commit", String.class)).isEqualTo("on");
    }

    @BeforeEach
    void empty() {
        jdbc.execute("truncate saga_ledger, booking, unbooking");
        broker.clear();
    }

    @AfterAll
    void close() throws IOException {
        database.close();
    }

    @Test
    void aRequestTakesEffectOnceHoweverOftenItArrivesAndIsAlwaysAnswered() {
        loop.onMessage(List.of(book("1", "7"), book("1", "7")));
        loop.onMessage(List.of(book("1", "7")));

        assertThat(hotel.bookings()).containsExactly("1");
        assertThat(replies()).containsExactly("ROOM_BOOKED 1", "ROOM_BOOKED 1", "ROOM_BOOKED 1");
        assertThat(broker.history().getFirst().value())
                .as("the stored answer is sent byte for byte")
                .isEqualTo(broker.history().getLast().value());
    }

    @Test
    void aRefusalIsRememberedToo() {
        loop.onMessage(List.of(book("1", "full")));
        loop.onMessage(List.of(book("1", "full")));

        assertThat(replies()).containsExactly("ROOM_REFUSED 1", "ROOM_REFUSED 1");
    }

    @Test
    void aCompensationUndoesOnceWhatTookEffect() {
        loop.onMessage(List.of(book("1", "7")));
        loop.onMessage(List.of(unbook("1"), unbook("1")));
        loop.onMessage(List.of(unbook("1")));

        assertThat(hotel.unbookings()).containsExactly("1");
        assertThat(replies()).containsExactly("ROOM_BOOKED 1", "ROOM_CANCELED 1", "ROOM_CANCELED 1", "ROOM_CANCELED 1");
    }

    @Test
    void requestAndCompensationInOneBatchAreHandledInTheirOrder() {
        loop.onMessage(List.of(book("1", "7"), unbook("1"), book("2", "8")));

        assertThat(hotel.bookings()).containsExactly("1", "2");
        assertThat(hotel.unbookings()).containsExactly("1");
    }

    @Test
    void aRefusedRequestIsConfirmedAsUndoneWithoutUndoingAnything() {
        loop.onMessage(List.of(book("1", "full"), unbook("1")));

        assertThat(hotel.unbookings()).isEmpty();
        assertThat(replies()).containsExactly("ROOM_REFUSED 1", "ROOM_CANCELED 1");
    }

    @Test
    void aCompensationBeforeItsRequestLeavesATombstoneAndTheLateRequestIsRefused() {
        loop.onMessage(List.of(unbook("1")));
        loop.onMessage(List.of(book("1", "7")));

        assertThat(hotel.bookings()).isEmpty();
        assertThat(hotel.unbookings()).isEmpty();
        assertThat(replies()).containsExactly("ROOM_CANCELED 1", "TECHNICAL_FAILURE 1");
    }

    @Test
    void aPoisonAmongFiveHundredRollsBackAloneAndTheSagaIsTold() {
        loop.onMessage(IntStream.range(0, 500)
                .mapToObj(i -> book(String.valueOf(i), i == 123 ? "poison" : "7"))
                .toList());

        assertThat(hotel.bookings()).hasSize(499).doesNotContain("123");
        assertThat(replies()).hasSize(500).contains("TECHNICAL_FAILURE 123");
        assertThat(topics()).filteredOn("hotel-commands-dlt"::equals).hasSize(1);
        assertThat(jdbc.queryForObject("select count(*) from saga_ledger", Integer.class))
                .isEqualTo(499);
    }

    @Test
    void whatIsNoCommandOfThisParticipantIsDeadLetteredAndTheOthersAreHandled() {
        ConsumerRecord<byte[], byte[]> unknown = record("9", "ROOM_PAINT", "fulfil:9/room/invoke", "{}");
        ConsumerRecord<byte[], byte[]> noId = record("8", "ROOM_REQUESTED", "some-uuid", "{\"room\":\"7\"}");
        ConsumerRecord<byte[], byte[]> wrong = record("6", "ROOM_REQUESTED", "fulfil:6/room/invoke", "{\"room\":[]}");

        loop.onMessage(List.of(unknown, noId, wrong, book("1", "7")));

        assertThat(topics()).filteredOn("hotel-commands-dlt"::equals).hasSize(3);
        assertThat(replies()).containsExactlyInAnyOrder("TECHNICAL_FAILURE 9", "TECHNICAL_FAILURE 6", "ROOM_BOOKED 1");
    }

    @Test
    void aCommandWhoseTroubleIsTooLongToTellIsAnsweredAllTheSame() {
        String room = "poison" + "!".repeat(MessageFormat.MAX_BODY_BYTES / 2);

        loop.onMessage(List.of(book("4711", room), book("4712", "7")));

        assertThat(replies()).containsExactlyInAnyOrder("TECHNICAL_FAILURE 4711", "ROOM_BOOKED 4712");
    }

    @Test
    void twoOwnersOfOneCommandActOnceAndBothAnswer() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 20; round++) {
                ConsumerRecord<byte[], byte[]> command = book("race-" + round, "7");
                List<Future<?>> owners = new ArrayList<>();
                for (int owner = 0; owner < 2; owner++) {
                    owners.add(threads.submit(() -> {
                        await(together);
                        loop().onMessage(List.of(command));
                    }));
                }
                for (Future<?> owner : owners) {
                    owner.get(30, TimeUnit.SECONDS);
                }
            }
        }

        assertThat(hotel.bookings()).hasSize(20).doesNotHaveDuplicates();
        assertThat(replies()).hasSize(40).allMatch(it -> it.startsWith("ROOM_BOOKED"));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the other owner did not come", e);
        }
    }

    private ConsumerRecord<byte[], byte[]> book(String key, String room) {
        String body = "{\"orderId\":\"" + key + "\",\"room\":\"" + room + "\"}";
        return record(
                key,
                "ROOM_REQUESTED",
                CommandId.parse("fulfil:" + key + "/room/invoke").toString(),
                body);
    }

    private ConsumerRecord<byte[], byte[]> unbook(String key) {
        return record(key, "ROOM_CANCEL", "fulfil:" + key + "/room/compensate", "{\"orderId\":\"" + key + "\"}");
    }

    private ConsumerRecord<byte[], byte[]> record(String key, String type, String id, String body) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("hotel-commands", 0, offset++, key.getBytes(UTF_8), body.getBytes(UTF_8));
        record.headers().add("ce_type", type.getBytes(UTF_8));
        record.headers().add("ce_subject", key.getBytes(UTF_8));
        record.headers().add("ce_id", id.getBytes(UTF_8));
        return record;
    }

    private List<String> replies() {
        return broker.history().stream()
                .filter(it -> it.topic().equals("hotel-events"))
                .map(it -> new String(it.headers().lastHeader("ce_type").value(), UTF_8) + " "
                        + new String(it.key(), UTF_8))
                .toList();
    }

    private List<String> topics() {
        return broker.history().stream().map(it -> it.topic()).toList();
    }
}
