package io.counterstep.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.fulfilment.local.EmbeddedKafka;
import io.counterstep.fulfilment.local.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeTest {

    private static final String EVENTS = "payment-events";
    private static final String DEAD = "payment-commands-dlt";
    private static final String COMMAND = "fulfil-order:4711/payment/invoke";
    private static final int SECONDS = 30;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Ports ports = Ports.free();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedKafka kafka;

    @BeforeEach
    void start() throws Exception {
        kafka = broker();
        create(EVENTS);
        create(DEAD);
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void recordsAreTapedWithTheirTypesIdsAndMarks() throws Exception {
        say(
                EVENTS,
                "4711",
                "{}",
                Map.of(
                        "ce_type",
                        "PAYMENT_SUCCESS",
                        "ce_subject",
                        "4711",
                        "ce_id",
                        COMMAND + "/reply",
                        "ce_inreplyto",
                        COMMAND));
        say(EVENTS, null, "{\"orderId\":\"4712\",\"status\":\"PAYMENT_FAILED\"}", Map.of("x-chaos", "forged"));
        say(EVENTS, "4713", "no JSON", Map.of());
        say(DEAD, "4711", "[[[", Map.of("dead-letter-reason", "no JSON", "dead-letter-source", EVENTS + "/0/1"));
        Recording recording = taped();
        assertThat(recording.records()).hasSize(4);
        TapeRecord reply = recording.about("4711").stream()
                .filter(it -> it.topic().equals(EVENTS))
                .findFirst()
                .orElseThrow();
        assertThat(reply.type()).isEqualTo("PAYMENT_SUCCESS");
        assertThat(reply.id()).isEqualTo(COMMAND + "/reply");
        assertThat(reply.inReplyTo()).isEqualTo(COMMAND);
        assertThat(reply.saga()).isEqualTo("fulfil-order:4711");
        assertThat(reply.injected()).isFalse();
        assertThat(reply.letter()).isNull();
        assertThat(recording.about("4712")).singleElement().satisfies(forged -> {
            assertThat(forged.type()).isEqualTo("PAYMENT_FAILED");
            assertThat(forged.mark()).isEqualTo("forged");
            assertThat(forged.saga()).isNull();
        });
        assertThat(recording.about("4713"))
                .singleElement()
                .satisfies(it -> assertThat(it.type()).isEmpty());
        assertThat(recording.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.letter())
                        .isEqualTo(new TapeRecord.Letter("no JSON", EVENTS + "/0/1", "[[[")));
        assertThat(recording.quotesInjected(recording.deadLetters().getFirst())).isTrue();
        assertThat(recording.isUntouched(EVENTS)).isTrue();
    }

    @Test
    void whatWasDeletedBeforeTheTapeCameIsCounted() throws Exception {
        say(EVENTS, "1", "{}", Map.of());
        say(EVENTS, "2", "{}", Map.of());
        delete();
        say(EVENTS, "3", "{}", Map.of());
        Recording recording = taped();
        assertThat(recording.records()).extracting(TapeRecord::orderId).containsExactly("3");
        assertThat(recording.missed()).isEqualTo(Map.of(EVENTS, 2L));
        assertThat(recording.isWhole(EVENTS)).isFalse();
        assertThat(recording.isWhole(DEAD)).isTrue();
    }

    @Test
    void theTapeGoesOnThroughARestartAndNewPartitions() throws Exception {
        try (Tape tape = Tape.start(kafka.bootstrapServers())) {
            say(EVENTS, "1", "{}", Map.of());
            kafka.close();
            kafka = broker();
            say(EVENTS, "2", "{}", Map.of());
            try (Admin admin = admin()) {
                admin.createPartitions(Map.of(EVENTS, NewPartitions.increaseTo(4)))
                        .all()
                        .get(SECONDS, TimeUnit.SECONDS);
            }
            create("order-events");
            for (int i = 3; i < 20; i++) {
                say(EVENTS, Integer.toString(i), "{}", Map.of());
            }
            say("order-events", "20", "{}", Map.of());
            Recording recording = tape.stopAtEnd();
            assertThat(recording.records()).hasSize(20);
            assertThat(recording.orders()).hasSize(20);
            assertThat(recording.missed()).isEmpty();
        }
    }

    @Test
    void aTapeThatCannotReachTheBrokersSaysSo() {
        try (Tape tape = Tape.start(kafka.bootstrapServers())) {
            kafka.close();
            assertThatThrownBy(() -> tape.stopAtEnd(Duration.ofMillis(500)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("could not be read to their ends within PT0.5S");
        }
    }

    private Recording taped() {
        try (Tape tape = Tape.start(kafka.bootstrapServers())) {
            return tape.stopAtEnd();
        }
    }

    private EmbeddedKafka broker() {
        return EmbeddedKafka.start(folder, ports.kafka(), ports.controller());
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private void create(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(SECONDS, TimeUnit.SECONDS);
        }
    }

    private void delete() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(EVENTS, 0), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get(SECONDS, TimeUnit.SECONDS);
        }
    }

    private void say(String topic, @Nullable String key, String body, Map<String, String> headers) throws Exception {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, null, key == null ? null : key.getBytes(UTF_8), body.getBytes(UTF_8));
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get(SECONDS, TimeUnit.SECONDS);
        }
    }
}
