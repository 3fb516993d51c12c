package io.counterstep.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Records;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

class HistoryTest {

    private static final TestDatabase DATABASE = new TestDatabase();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
    private static final Participant SHOP = new Participant("shop", "shop-commands", "shop-events");

    record Note() {}

    @AfterAll
    static void stop() throws IOException {
        DATABASE.close();
    }

    @Test
    void sagasThatDoTheSameInOneBatchHaveALineEach() {
        Records records = new Records(new MessageFormat("orderId"), "test");
        SagaDefinitions definitions = new SagaDefinitions(List.of(definition()));
        Gates gates = new Gates(definitions, DATABASE.stores(), RecoverySettings.DEFAULT, CLOCK);
        EventHandler handler = new EventHandler(
                "test",
                Share.ALL,
                definitions,
                false,
                DATABASE.stores(),
                0,
                records.format(),
                gates,
                SagaObserver.NONE,
                CLOCK);
        List<IncomingMessage> starts = List.of(started(records, "a", 0), started(records, "b", 1));

        new TransactionTemplate(DATABASE.transactions()).execute(status -> handler.handle(starts));

        SagaQueries queries = new SagaQueries(definitions, DATABASE.stores(), CLOCK);
        for (String key : List.of("a", "b")) {
            assertThat(queries.history(new SagaId("errand", key)).orElseThrow().transitions())
                    .hasSize(1);
        }
    }

    private static IncomingMessage started(Records records, String key, long offset) {
        byte[] body = ("{\"orderId\":\"" + key + "\",\"status\":\"ASKED\"}").getBytes(UTF_8);
        return records.read(new ConsumerRecord<>("shop-events", 0, offset, key.getBytes(UTF_8), body));
    }

    private static SagaDefinition<Note> definition() {
        var done = MessageType.of("DONE", Note.class);
        var undone = MessageType.of("UNDONE", Note.class);
        var end = SHOP.instruction(MessageType.of("END", Note.class), MessageType.of("ENDED", Note.class), it -> it);
        return Saga.named("errand", Version.version(1))
                .startedBy(SHOP.event(MessageType.of("ASKED", Note.class)))
                .step("run")
                .invoke(
                        SHOP.request(MessageType.of("DO", Note.class), done, MessageType.of("NOT_DONE", Note.class)),
                        it -> new Note())
                .compensate(SHOP.instruction(MessageType.of("UNDO", Note.class), undone, it -> it), it -> new Note())
                .completeWith(end, it -> new Note())
                .cancelWith(end, it -> new Note());
    }
}
