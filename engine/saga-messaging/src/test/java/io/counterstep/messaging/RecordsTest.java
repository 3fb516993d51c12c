package io.counterstep.messaging;

import static io.counterstep.messaging.Samples.FORMAT;
import static io.counterstep.messaging.Samples.PAID;
import static io.counterstep.messaging.Samples.RECORDS;
import static io.counterstep.messaging.Samples.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.messaging.Samples.Paid;
import io.counterstep.messaging.Samples.Price;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {

    private static final CommandId COMMAND = CommandId.parse("fulfil-order:4711/payment/invoke");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void aBodyIsTheKeyTheTypeAndTheRecordsOwnFields() {
        assertThat(FORMAT.encode("4711", "PAYMENT_SUCCESS", new Paid("4711", "p-1", new Price("KRW", 5))))
                .hasToString("{\"orderId\":\"4711\",\"status\":\"PAYMENT_SUCCESS\",\"paymentId\":\"p-1\","
                        + "\"price\":{\"currency\":\"KRW\",\"minorUnits\":5}}");
    }

    @Test
    void fieldsThatAreNullAreLeftOut() {
        assertThat(FORMAT.encode("4711", "PAYMENT_SUCCESS", new Paid("4711", null, null)))
                .hasToString("{\"orderId\":\"4711\",\"status\":\"PAYMENT_SUCCESS\"}");
    }

    @Test
    void aRecordCarriesCloudEventsHeadersAndComesBackAsTheSameMessage() {
        JsonBody body = FORMAT.encode("4711", PAID.name(), new Paid("4711", "p-1", null));
        ProducerRecord<byte[], byte[]> sent = RECORDS.write(
                new OutgoingMessage("payment-events", "4711", PAID.name(), "id-1", COMMAND, null, body), NOW);

        Map<String, String> headers = new HashMap<>();
        sent.headers().forEach(it -> headers.put(it.key(), new String(it.value(), UTF_8)));
        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", "id-1")
                .containsEntry("ce_type", "PAYMENT_SUCCESS")
                .containsEntry("ce_source", "/test")
                .containsEntry("ce_subject", "4711")
                .containsEntry("ce_time", "2026-11-22T12:00:00Z")
                .containsEntry("ce_inreplyto", "fulfil-order:4711/payment/invoke")
                .containsEntry("content-type", "application/json");
        assertThat(headers.get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");

        ConsumerRecord<byte[], byte[]> received = record(9, "4711", sent.value());
        sent.headers().forEach(received.headers()::add);
        IncomingMessage message = RECORDS.read(received);
        assertThat(message.key()).isEqualTo("4711");
        assertThat(message.type()).isEqualTo("PAYMENT_SUCCESS");
        assertThat(message.inReplyTo()).isEqualTo(COMMAND);
        assertThat(message.delivery()).isEqualTo("payment-events/3/9");
        assertThat(message.body().as(PAID)).isEqualTo(new Paid("4711", "p-1", null));
    }

    @Test
    void aBareBodyWithoutKeyOrHeadersIsAMessage() {
        IncomingMessage message =
                RECORDS.read(record(9, null, "{\"orderId\":\"4711\",\"status\":\"PAYMENT_SUCCESS\"}"));

        assertThat(message.key()).isEqualTo("4711");
        assertThat(message.type()).isEqualTo("PAYMENT_SUCCESS");
        assertThat(message.inReplyTo()).isNull();
        assertThat(message.body().as(PAID)).isEqualTo(new Paid("4711", null, null));
    }

    @Test
    void aNumericKeyInTheBodyIsReadAsText() {
        assertThat(RECORDS.read(record(9, null, "{\"orderId\":4711,\"status\":\"X\"}"))
                        .key())
                .isEqualTo("4711");
    }

    @Test
    void aBodyWithoutKeyFieldTakesTheRecordsKey() {
        assertThat(RECORDS.read(record(9, "4711", "{\"status\":\"X\"}")).key()).isEqualTo("4711");
    }

    @Test
    void aTraceIsKeptAndEachMessageIsASpanOfIt() {
        String cause = "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01";

        assertThat(Trace.parent(cause, "4711", "id-1"))
                .startsWith("00-" + "a".repeat(32) + "-")
                .isEqualTo(Trace.parent(cause, "4711", "id-1"))
                .isNotEqualTo(Trace.parent(cause, "4711", "id-2"));
        assertThat(Trace.parent("nonsense", "4711", "id-1")).isEqualTo(Trace.parent(null, "4711", "id-1"));
    }

    @Test
    void joinedBodiesComeApartByteForByte() {
        Map<String, Body> bodies = new LinkedHashMap<>();
        bodies.put("A", FORMAT.body("{\"x\": [1, {\"y\":\"é}\\\"\"}]}".getBytes(UTF_8)));
        bodies.put("B", FORMAT.body("{}".getBytes(UTF_8)));

        assertThat(FORMAT.split(FORMAT.join(bodies).getBytes(UTF_8))).containsExactlyEntriesOf(bodies);
    }

    @Test
    void bodiesThatAreReadableAloneAreReadableJoined() {
        String deep = "{\"orderId\":\"1\",\"status\":\"X\",\"x\":" + "[".repeat(49) + "]".repeat(49) + "}";
        String open = "{\"orderId\":\"1\",\"status\":\"X\",\"x\":\"";
        String large = open + "y".repeat(MessageFormat.MAX_BODY_BYTES - open.length() - 2) + "\"}";
        Map<String, Body> bodies = new LinkedHashMap<>();
        for (String body : List.of(deep, large, large)) {
            bodies.put("T" + bodies.size(), RECORDS.read(record(9, null, body)).body());
        }

        assertThat(FORMAT.split(FORMAT.join(bodies).getBytes(UTF_8))).isEqualTo(bodies);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "null",
                "{\"orderId\":\"4711\"",
                "{\"orderId\":\"4711\"}",
                "{\"status\":\"X\"}",
                "{\"orderId\":\"\",\"status\":\"X\"}",
                "{\"orderId\":\"a\\u0000b\",\"status\":\"X\"}",
                "{\"orderId\":{},\"status\":\"X\"}"
            })
    void whatIsNoMessageIsRefusedWithAReason(String value) {
        assertThatThrownBy(() -> RECORDS.read(record(9, null, value)))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageMatching("(?s).{10,}");
    }

    @Test
    void brokenUtf8IsRefused() {
        byte[] broken = "{\"orderId\":\"47?1\",\"status\":\"X\"}".getBytes(UTF_8);
        broken[14] = (byte) 0xff;

        assertThatThrownBy(() -> RECORDS.read(record(9, null, broken))).isInstanceOf(UnreadableMessageException.class);
    }

    @Test
    void aBombOfNestedArraysIsRefused() {
        String bomb = "{\"orderId\":\"1\",\"status\":\"X\",\"a\":" + "[".repeat(100_000);

        assertThatThrownBy(() -> RECORDS.read(record(9, null, bomb))).isInstanceOf(UnreadableMessageException.class);
    }

    @Test
    void aBodyOverTheBoundIsRefused() {
        assertThatThrownBy(() -> RECORDS.read(record(9, null, new byte[MessageFormat.MAX_BODY_BYTES + 1])))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("524289 bytes");
    }

    @Test
    void aTypeOverTheBoundIsRefusedAndNotQuoted() {
        String value = "{\"orderId\":\"1\",\"status\":\"" + "X".repeat(100_000) + "\"}";

        assertThatThrownBy(() -> RECORDS.read(record(9, null, value)))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessage("message type has 100000 characters, the most allowed is 200");
    }

    @Test
    void aBodyThatDoesNotFitItsTypeIsRefusedWhenDecoded() {
        IncomingMessage message =
                RECORDS.read(record(9, null, "{\"orderId\":\"1\",\"status\":\"PAYMENT_SUCCESS\",\"price\":7}"));

        assertThatThrownBy(() -> message.body().as(PAID))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("PAYMENT_SUCCESS");
    }

    @Test
    void aRecordWasSaidWhenItSaysElseWhenKafkaTookIt() {
        var record = new ConsumerRecord<byte[], byte[]>("payment-events", 3, 9, new byte[0], new byte[0]);
        assertThat(Records.timeOf(record)).isNull();

        Instant said = Instant.parse("2026-03-01T12:00:00Z");
        record.headers().add(Records.TIME, "2026-03-01T21:00:00+09:00".getBytes(UTF_8));
        assertThat(Records.timeOf(record)).isEqualTo(said);

        long taken = said.plusSeconds(7).toEpochMilli();
        var other = new ConsumerRecord<byte[], byte[]>(
                "payment-events",
                3,
                9,
                taken,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders().add(Records.TIME, "yesterday".getBytes(UTF_8)),
                Optional.empty());
        assertThat(Records.timeOf(other)).isEqualTo(said.plusSeconds(7));
    }
}
