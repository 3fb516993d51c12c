package io.counterstep.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be read or handled, on its way to {@code <topic>-dlt}: key, value and headers as they came,
 * and why in headers of its own. One that would become too large for the broker by that is shortened: the first
 * {@value #MAX_SHORTENED} bytes of its value, none of its headers, and {@value #SHORTENED} says how long the value is that
 * still stands at the source.
 *
 * @param reason for people; cut off where it is longer than {@value #MAX_REASON} characters
 * @param stack the exception behind it, cut off at {@value #MAX_STACK} characters; null if none was behind it
 */
public record DeadLetter(
        ConsumerRecord<byte[], byte[]> record,
        String reason,
        @Nullable String stack) {

    public static final String TOPIC_SUFFIX = "-dlt";

    /** Of all headers that say why. */
    public static final String HEADER_PREFIX = "dead-letter-";

    public static final String REASON = "dead-letter-reason";
    public static final String STACK = "dead-letter-stack";
    public static final String SOURCE = "dead-letter-source";
    public static final String TIME = "dead-letter-time";

    /** When the record at the source was written, in milliseconds since 1970: together with the source, which record it was. */
    public static final String SOURCE_TIME = "dead-letter-source-time";

    public static final String SHORTENED = "dead-letter-shortened";

    public static final int MAX_REASON = 2_000;
    public static final int MAX_STACK = 8_000;
    static final int MAX_SHORTENED = 64 * 1024;

    /** A business key is much shorter. */
    private static final int MAX_SHORTENED_KEY = 1_024;

    public DeadLetter {
        reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        stack = stack != null && stack.length() > MAX_STACK ? stack.substring(0, MAX_STACK) : stack;
    }

    /** Without an exception. */
    public DeadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {
        this(record, reason, null);
    }

    /** That could not be handled. */
    public static DeadLetter of(ConsumerRecord<byte[], byte[]> record, Throwable thrown) {
        return new DeadLetter(record, thrown.getClass().getName() + ": " + thrown.getMessage(), stackOf(thrown));
    }

    /** That could not be read; the message alone says why. */
    public static DeadLetter of(ConsumerRecord<byte[], byte[]> record, UnreadableMessageException unreadable) {
        return new DeadLetter(record, String.valueOf(unreadable.getMessage()), stackOf(unreadable));
    }

    private static String stackOf(Throwable thrown) {
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        return stack.toString();
    }

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
        explain(letter.headers(), now);
        return letter;
    }

    /** For the broker that finds {@link #write} too large; fits wherever a message of ours fits. */
    ProducerRecord<byte[], byte[]> writeShortened(Instant now) {
        byte[] key = record.key() == null || record.key().length > MAX_SHORTENED_KEY ? null : record.key();
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topicOf(record.topic()), null, key, firstBytes(record.value()));
        explain(letter.headers(), now);
        int length = record.value() == null ? 0 : record.value().length;
        letter.headers().add(SHORTENED, Integer.toString(length).getBytes(UTF_8));
        return letter;
    }

    private static byte @Nullable [] firstBytes(byte @Nullable [] value) {
        return value == null || value.length <= MAX_SHORTENED ? value : Arrays.copyOf(value, MAX_SHORTENED);
    }

    private void explain(Headers headers, Instant now) {
        headers.add(REASON, reason.getBytes(UTF_8));
        if (stack != null) {
            headers.add(STACK, stack.getBytes(UTF_8));
        }
        headers.add(SOURCE, source().getBytes(UTF_8));
        headers.add(SOURCE_TIME, Long.toString(record.timestamp()).getBytes(UTF_8));
        headers.add(TIME, now.toString().getBytes(UTF_8));
    }
}
