package io.counterstep.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be read or handled, on its way to {@code <topic>-dlt}: key, value and headers as they came,
 * and why in headers of its own. Of a record that is too large to be copied only the reason and its place are kept.
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {

    public static final String TOPIC_SUFFIX = "-dlt";
    public static final String REASON = "dead-letter-reason";
    public static final String SOURCE = "dead-letter-source";
    public static final String TIME = "dead-letter-time";

    /** Key, value and headers; with the reason they fit into Kafka's default of 1,048,576 bytes for a record. */
    private static final int MAX_COPY_BYTES = 1_020_000;

    /** Two lengths as varints. */
    private static final int HEADER_FRAME_BYTES = 10;

    private static final int MAX_REASON = 2_000;
    private static final String NOT_COPIED = " (too large to be copied: look it up at its source)";

    public static String topicOf(String topic) {
        return topic + TOPIC_SUFFIX;
    }

    /** Where the record stood: topic/partition/offset. */
    public String source() {
        return IncomingMessage.position(record);
    }

    @SuppressWarnings("NullAway") // Kafka's records may have no key and no value, which its signature does not say
    ProducerRecord<byte[], byte[]> write(Instant now) {
        boolean copied = size() <= MAX_COPY_BYTES;
        ProducerRecord<byte[], byte[]> letter = copied
                ? new ProducerRecord<>(topicOf(record.topic()), null, record.key(), record.value(), record.headers())
                : new ProducerRecord<>(topicOf(record.topic()), null, null);
        Headers headers = letter.headers();
        String shortened = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        headers.add(REASON, (copied ? shortened : shortened + NOT_COPIED).getBytes(UTF_8));
        headers.add(SOURCE, source().getBytes(UTF_8));
        headers.add(TIME, now.toString().getBytes(UTF_8));
        return letter;
    }

    private long size() {
        long size = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += HEADER_FRAME_BYTES + header.key().getBytes(UTF_8).length + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
