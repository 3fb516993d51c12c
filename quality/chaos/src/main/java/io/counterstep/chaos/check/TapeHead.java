package io.counterstep.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterstep.messaging.DeadLetter;
import io.counterstep.messaging.Records;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns records into {@link TapeRecord}s; whatever stands in them, it throws nothing. Used by one thread. */
final class TapeHead {

    /** The header of what the chaos itself says. */
    static final String MARK = "x-chaos";

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A larger body, or one as deep as a bomb, is no message of the system. */
    private static final int MAX_PARSED = 16 * 1024;

    private static final int MAX_TEXT = 200;
    private static final int MAX_KEPT_BODY = 300;

    /** So many different texts are kept once; those of forgeries are endless. */
    private static final int MAX_SHARED = 200_000;

    private final Map<String, String> shared = new HashMap<>();

    TapeRecord read(ConsumerRecord<byte[], byte[]> record) {
        String type = header(record, Records.TYPE);
        String orderId = header(record, Records.SUBJECT);
        if (type == null || orderId == null) {
            JsonNode body = body(record.value());
            type = type == null ? text(body, "status") : type;
            orderId = orderId == null ? text(body, "orderId") : orderId;
        }
        if (orderId == null) {
            orderId = record.key() == null ? "" : cut(new String(record.key(), UTF_8), MAX_TEXT);
        }
        String mark = header(record, MARK);
        return new TapeRecord(
                share(record.topic()),
                record.partition(),
                record.offset(),
                record.timestamp(),
                share(orderId),
                share(type == null ? "" : type),
                pattern(header(record, Records.ID), orderId),
                pattern(header(record, Records.IN_REPLY_TO), orderId),
                mark == null ? null : share(mark),
                mark == null && !record.topic().endsWith(DeadLetter.TOPIC_SUFFIX) ? null : letter(record));
    }

    private TapeRecord.Letter letter(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        String reason = header(record, DeadLetter.REASON);
        return new TapeRecord.Letter(
                reason == null ? null : share(reason),
                header(record, DeadLetter.SOURCE),
                share(new String(value, 0, Math.min(value.length, MAX_KEPT_BODY), UTF_8)));
    }

    private @Nullable String pattern(@Nullable String id, String orderId) {
        return id == null ? null : share(orderId.isEmpty() ? id : id.replace(orderId, TapeRecord.KEY));
    }

    private String share(String text) {
        String known = shared.get(text);
        if (known == null && shared.size() < MAX_SHARED) {
            shared.put(text, text);
        }
        return known == null ? text : known;
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : cut(new String(header.value(), UTF_8), MAX_TEXT);
    }

    private static JsonNode body(byte @Nullable [] value) {
        if (value == null || value.length > MAX_PARSED) {
            return JSON.missingNode();
        }
        try {
            return JSON.readTree(value);
        } catch (JacksonException noJson) {
            return JSON.missingNode();
        }
    }

    private static @Nullable String text(JsonNode body, String field) {
        String text = body.path(field).asString("");
        return text.isEmpty() ? null : cut(text, MAX_TEXT);
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}
