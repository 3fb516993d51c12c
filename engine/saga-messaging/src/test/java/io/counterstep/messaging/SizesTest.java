package io.counterstep.messaging;

import static io.counterstep.messaging.Samples.FORMAT;
import static io.counterstep.messaging.Samples.PAID;
import static io.counterstep.messaging.Samples.RECORDS;
import static io.counterstep.messaging.Samples.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.message.Body;
import io.counterstep.messaging.Samples.Paid;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What is large is refused where a saga can still be told, and never where it would stop a partition. */
class SizesTest {

    /** The most that a producer sends in one record unless told otherwise. */
    private static final int KAFKA_MAX_REQUEST = 1_048_576;

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void factsMayBeLargerTogetherThanOneBodyMayBe() {
        Map<String, Body> facts = new LinkedHashMap<>();
        for (String type : List.of("A", "B", "C")) {
            facts.put(type, FORMAT.encode("4711", type, paid(500_000)));
        }

        Map<String, Body> again = FORMAT.split(FORMAT.join(facts).getBytes(UTF_8));

        assertThat(again).isEqualTo(facts);
    }

    @Test
    void aBodyThatNoBrokerWouldTakeIsNotEncoded() {
        assertThatThrownBy(() -> FORMAT.encode("4711", PAID.name(), paid(MessageFormat.MAX_BODY_BYTES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PAYMENT_SUCCESS for 4711")
                .hasMessageContaining("the most allowed is " + MessageFormat.MAX_BODY_BYTES);
    }

    @Test
    void theLargestBodyFitsARecord() {
        JsonBody body = FORMAT.encode("4711", PAID.name(), paid(MessageFormat.MAX_BODY_BYTES - 100));

        OutgoingMessage message = new OutgoingMessage("payment-events", "4711", PAID.name(), "id", null, null, body);

        assertThat(size(RECORDS.write(message, NOW))).isLessThan(KAFKA_MAX_REQUEST);
    }

    @Test
    void aRecordTooLargeForALetterLeavesWordOfWhereItStands() {
        ConsumerRecord<byte[], byte[]> large = record(7, "4711", new byte[KAFKA_MAX_REQUEST]);

        ProducerRecord<byte[], byte[]> letter = new DeadLetter(large, "body is too large").writeShortened(NOW);

        assertThat(size(letter)).isLessThan(KAFKA_MAX_REQUEST);
        assertThat(header(letter, DeadLetter.SOURCE)).isEqualTo("payment-events/3/7");
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("body is too large");
        assertThat(header(letter, DeadLetter.SHORTENED)).isEqualTo(String.valueOf(KAFKA_MAX_REQUEST));
    }

    @Test
    void headersTooLargeForALetterAreLeftOutToo() {
        ConsumerRecord<byte[], byte[]> large = record(7, "4711", "{}");
        large.headers().add("baggage", new byte[KAFKA_MAX_REQUEST]);

        assertThat(size(new DeadLetter(large, "garbage").writeShortened(NOW))).isLessThan(KAFKA_MAX_REQUEST);
    }

    private static Paid paid(int idLength) {
        return new Paid("4711", "p".repeat(idLength), null);
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static int size(ProducerRecord<byte[], byte[]> record) {
        int size = record.key() == null ? 0 : record.key().length;
        size += record.value() == null ? 0 : record.value().length;
        for (var header : record.headers()) {
            size += header.key().length() + header.value().length;
        }
        return size;
    }
}
