package io.counterstep.participant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.audit.LedgerAudit;
import io.counterstep.core.audit.LedgerPage;
import io.counterstep.core.audit.LedgerPage.Effect;
import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a participant tells an audit of its ledger, on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerPagesTest {

    private static final MessageFormat FORMAT = new MessageFormat("orderId");
    private static final Records RECORDS = new Records(FORMAT, "hotel-service");

    private final TestDatabase database = new TestDatabase();
    private final JdbcTemplate jdbc = database.jdbc();
    private final Hotel hotel = new Hotel(jdbc);
    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private LedgerMemory memory = LedgerMemory.FOREVER;
    private long offset;

    @BeforeEach
    void empty() {
        jdbc.execute("truncate saga_ledger, booking, unbooking");
        memory = LedgerMemory.FOREVER;
        broker.clear();
    }

    @AfterAll
    void close() throws IOException {
        database.close();
    }

    @Test
    void eachRowIsToldAsWhatBecameOfItsStep() {
        row("fulfil:1", "room", true, "ROOM_BOOKED", null);
        row("fulfil:2", "room", true, "ROOM_BOOKED", "ROOM_CANCELED");
        row("fulfil:3", "room", false, "ROOM_REFUSED", null);
        row("fulfil:3", "suite", false, "ROOM_REFUSED", "ROOM_CANCELED");
        row("fulfil:4", "room", false, null, "ROOM_CANCELED");

        LedgerPage page = ask(hotel.handlers(), null, null);

        assertThat(page.sagas())
                .extracting(LedgerPage.Steps::saga)
                .containsExactly("fulfil:1", "fulfil:2", "fulfil:3", "fulfil:4");
        assertThat(page.sagas().stream().flatMap(it -> it.steps().stream()))
                .extracting(LedgerPage.Entry::effect)
                .containsExactly(Effect.IN_FORCE, Effect.UNDONE, Effect.REFUSED, Effect.REFUSED, Effect.TOMBSTONE);
        assertThat(page.more()).isFalse();
        assertThat(page.run()).isEqualTo("r");
        assertThat(broker.history()).extracting(ProducerRecord::topic).containsExactly("hotel-events");
    }

    @Test
    void pagesHoldWholeSagasAndTogetherEachOnce() {
        jdbc.update("""
                insert into saga_ledger (saga_id, step, took_effect, request_type, created_at, updated_at)
                select 'fulfil:' || n, 's' || s, true, 'ROOM_BOOKED', now(), now()
                from generate_series(1, 700) n, generate_series(1, 3) s""");
        List<LedgerPage.Steps> all = new ArrayList<>();
        String after = null;
        LedgerPage page;
        do {
            page = ask(hotel.handlers(), null, after);
            all.addAll(page.sagas());
            after = page.sagas().getLast().saga();
        } while (page.more());
        assertThat(all).hasSize(700).allSatisfy(it -> assertThat(it.steps()).hasSize(3));
        assertThat(all).extracting(LedgerPage.Steps::saga).doesNotHaveDuplicates();
    }

    @Test
    void aPageFitsWhateverAProducerMaySendHoweverLongTheKeys() {
        String long200 = "\"".repeat(180);
        jdbc.update("""
                insert into saga_ledger (saga_id, step, took_effect, request_type, created_at, updated_at)
                select 'fulfil:' || n || ?, 'room', true, 'ROOM_BOOKED', now(), now() from generate_series(1, 480) n""", long200);
        LedgerPage page = ask(hotel.handlers(), null, null);
        assertThat(page.more()).isTrue();
        assertThat(broker.history().getLast().value().length).isLessThan(2 * LedgerPages.MAX_BYTES);
    }

    @Test
    void namedSagasAreToldAndNoOthers() {
        row("fulfil:1", "room", true, "ROOM_BOOKED", null);
        row("fulfil:2", "room", true, "ROOM_BOOKED", null);
        LedgerPage page = ask(hotel.handlers(), List.of("fulfil:2", "fulfil:9"), null);
        assertThat(page.sagas()).extracting(LedgerPage.Steps::saga).containsExactly("fulfil:2");
    }

    @Test
    void aPageTellsSinceWhenTheLedgerHasAllRowsWithAnHourForClocksThatDiffer() {
        assertThat(ask(hotel.handlers(), null, null).since()).isNull();
        memory = new LedgerMemory(Duration.ofDays(60), null);
        assertThat(ask(hotel.handlers(), null, null).since())
                .isEqualTo(clock.instant().minus(Duration.ofDays(60)).plus(Duration.ofHours(1)));
    }

    @Test
    void theParticipantsOwnTablesAreAskedOnceForAllRowsOfARequest() {
        row("fulfil:1", "room", true, "ROOM_BOOKED", null);
        row("fulfil:2", "room", true, "ROOM_BOOKED", null);
        row("fulfil:4", "room", false, null, "ROOM_CANCELED");
        List<List<String>> asked = new ArrayList<>();
        Handlers handlers = Handlers.of(Hotel.HOTEL)
                .on(Hotel.UNBOOK, it -> {})
                .audit(Hotel.BOOK, keys -> {
                    asked.add(keys.stream().sorted().toList());
                    return Set.of("2");
                })
                .build();
        LedgerPage page = ask(handlers, null, null);
        assertThat(asked).containsExactly(List.of("1", "2"));
        assertThat(page.sagas().stream().flatMap(it -> it.steps().stream()))
                .extracting(LedgerPage.Entry::exists)
                .containsExactly(false, true, null);
    }

    @Test
    void aQuestionToAnotherParticipantIsPutAside() {
        question(hotel.handlers(), "bank", null, null);
        assertThat(broker.history()).extracting(ProducerRecord::topic).containsExactly("hotel-commands-dlt");
    }

    @Test
    void requestsThatShareAReplyAreNotAuditedApart() {
        var builder = Handlers.of(Hotel.HOTEL).audit(Hotel.BOOK, Set::copyOf);
        assertThatThrownBy(() -> builder.audit(Hotel.BOOK, Set::copyOf))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ROOM_BOOKED", "replies of their own");
    }

    private LedgerPage ask(Handlers handlers, @Nullable List<String> sagas, @Nullable String after) {
        question(handlers, "hotel", sagas, after);
        return FORMAT.body(broker.history().getLast().value()).as(LedgerPage.TYPE);
    }

    private void question(Handlers handlers, String participant, @Nullable List<String> sagas, @Nullable String after) {
        var handler = new CommandHandler("hotel", handlers, jdbc, memory, FORMAT, LoopObserver.NONE, clock);
        var loop = new BatchLoop(
                "hotel",
                handler,
                RECORDS,
                new Publisher(broker, RECORDS, clock),
                database.transactions(),
                LoopObserver.NONE,
                clock);
        LedgerAudit asked = new LedgerAudit("r", participant, 1, sagas, after);
        byte[] body = FORMAT.encode("audit-r", LedgerAudit.TYPE.name(), asked).json();
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("hotel-commands", 0, offset++, "audit-r".getBytes(UTF_8), body);
        record.headers().add("ce_id", "audit-r/hotel/1".getBytes(UTF_8));
        loop.onMessage(List.of(record));
    }

    private void row(
            String saga, String step, boolean tookEffect, @Nullable String request, @Nullable String compensation) {
        jdbc.update("""
                insert into saga_ledger (saga_id, step, took_effect, request_type, compensation_type, created_at, updated_at)
                values (?, ?, ?, ?, ?, now(), now())""", saga, step, tookEffect, request, compensation);
    }
}
