package io.counterstep.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Message ⇄ record: CloudEvents 1.0 in Kafka's binary mode, and what foreign producers send: without headers the type
 * and the key are read from the body, without a body field the key is the record's. Thread-safe.
 */
public final class Records {

    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SUBJECT = "ce_subject";
    public static final String IN_REPLY_TO = "ce_inreplyto";
    public static final String TIME = "ce_time";
    public static final String TRACEPARENT = "traceparent";

    /** A type is quoted in reasons and logs. */
    static final int MAX_TYPE_LENGTH = 200;

    private static final char REPLACEMENT = '\uFFFD';

    private static final byte[] SPEC_VERSION = "1.0".getBytes(UTF_8);
    private static final byte[] JSON = "application/json".getBytes(UTF_8);

    private final MessageFormat format;
    private final byte[] source;

    /** @param source who publishes, for {@code ce_source} */
    public Records(MessageFormat format, String source) {
        this.format = format;
        this.source = ("/" + source).getBytes(UTF_8);
    }

    public MessageFormat format() {
        return format;
    }

    /** @throws UnreadableMessageException if the record is no message */
    public IncomingMessage read(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            throw new UnreadableMessageException("record has no value");
        }
        if (value.length > MessageFormat.MAX_BODY_BYTES) {
            throw new UnreadableMessageException(
                    "body has " + value.length + " bytes, the most allowed is " + MessageFormat.MAX_BODY_BYTES);
        }
        Headers headers = record.headers();
        String type = text(headers, TYPE);
        String key = text(headers, SUBJECT);
        if (type == null || key == null) {
            MessageFormat.Envelope envelope = format.envelope(value);
            type = firstOf(type, envelope.type());
            key = firstOf(key, envelope.key());
            if (key == null && record.key() != null) {
                key = utf8(record.key(), "record key");
            }
        }
        if (type == null) {
            throw new UnreadableMessageException(
                    "message names no type: neither header " + TYPE + " nor field " + MessageFormat.TYPE_FIELD);
        }
        if (type.length() > MAX_TYPE_LENGTH) {
            throw new UnreadableMessageException(
                    "message type has " + type.length() + " characters, the most allowed is " + MAX_TYPE_LENGTH);
        }
        if (key == null) {
            throw new UnreadableMessageException("message names no business key: neither header " + SUBJECT
                    + " nor field " + format.keyField() + " nor record key");
        }
        requireKey(key);
        String id = firstOf(text(headers, ID), IncomingMessage.position(record));
        return new IncomingMessage(
                record,
                key,
                type,
                String.valueOf(id),
                inReplyTo(headers),
                text(headers, TRACEPARENT),
                format.body(value));
    }

    /**
     * When a record was said, however often it was redelivered or replayed since: its {@code ce_time}, else, if it has none that
     * can be read, its time in Kafka; null if it has neither.
     */
    public static @Nullable Instant timeOf(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(TIME);
        if (header != null && header.value() != null) {
            try {
                return OffsetDateTime.parse(new String(header.value(), UTF_8)).toInstant();
            } catch (DateTimeParseException foreign) {
                // Kafka's time will do
            }
        }
        return record.timestamp() < 0 ? null : Instant.ofEpochMilli(record.timestamp());
    }

    /** @param now for {@code ce_time} */
    ProducerRecord<byte[], byte[]> write(OutgoingMessage message, Instant now) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                message.topic(), message.key().getBytes(UTF_8), message.body().json());
        Headers headers = record.headers();
        headers.add("ce_specversion", SPEC_VERSION);
        headers.add(ID, message.id().getBytes(UTF_8));
        headers.add(TYPE, message.type().getBytes(UTF_8));
        headers.add("ce_source", source);
        headers.add(SUBJECT, message.key().getBytes(UTF_8));
        headers.add(TIME, now.toString().getBytes(UTF_8));
        headers.add("content-type", JSON);
        headers.add(
                TRACEPARENT,
                Trace.parent(message.trace(), message.key(), message.id()).getBytes(UTF_8));
        if (message.inReplyTo() != null) {
            headers.add(IN_REPLY_TO, message.inReplyTo().toString().getBytes(UTF_8));
        }
        return record;
    }

    private static @Nullable CommandId inReplyTo(Headers headers) {
        String text = text(headers, IN_REPLY_TO);
        try {
            return text == null ? null : CommandId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessageException("header " + IN_REPLY_TO + ": " + e.getMessage(), e);
        }
    }

    private static void requireKey(String key) {
        try {
            SagaId.requireKey(key);
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : utf8(header.value(), "header " + name);
    }

    private static String utf8(byte[] bytes, String what) {
        String text = new String(bytes, UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        // what stands for a wrong byte may also have been meant
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableMessageException(what + " is no UTF-8", e);
        }
    }

    private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }
}
