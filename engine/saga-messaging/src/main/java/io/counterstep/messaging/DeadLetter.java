package io.counterstep.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A record that could not be read or handled, on its way to {@code <topic>-dlt}: key, value and headers as they came,
 * and why in headers of its own.
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {

    public static final String TOPIC_SUFFIX = "-dlt";
    public static final String REASON = "dead-letter-reason";
    public static final String SOURCE = "dead-letter-source";
    public static final String TIME = "dead-letter-time";

    private static final int MAX_REASON = 2_000;

    public static String topicOf(String topic) {
        return topic + TOPIC_SUFFIX;
    }

    /** Where the record stood: topic/partition/offset. */
    public String source() {
        return IncomingMessage.position(record);
    }

    ProducerRecord<byte[], byte[]> write(Instant now) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topicOf(record.topic()), null, record.key(), record.value(), record.headers());
        Headers headers = letter.headers();
        String shortened = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        headers.add(REASON, shortened.getBytes(UTF_8));
        headers.add(SOURCE, source().getBytes(UTF_8));
        headers.add(TIME, now.toString().getBytes(UTF_8));
        return letter;
    }
}
