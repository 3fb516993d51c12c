package io.counterstep.chaos.check;

import io.counterstep.chaos.nemesis.Injector;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads records as entries, whatever is in them. */
final class Entries {

    private static final int MOST_CHARACTERS = 200;
    private static final int LARGEST_BODY = 10_000;
    private static final String REASON = "dead-letter-reason";

    private Entries() {}

    static Entry of(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        String type = header(headers, "ce_type");
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        byte[] value = record.value();
        if ((type == null || key == null) && value != null && value.length <= LARGEST_BODY) {
            JsonNode body = body(value);
            type = type == null ? text(body, "status") : type;
            key = key == null ? text(body, "orderId") : key;
        }
        return new Entry(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                key == null ? null : key.intern(),
                type == null ? "" : type.intern(),
                headers.lastHeader(Injector.MARK) != null,
                header(headers, REASON));
    }

    private static @Nullable JsonNode body(byte[] value) {
        try {
            return JsonMapper.shared().readTree(value);
        } catch (JacksonException garbage) {
            return null;
        }
    }

    private static @Nullable String text(@Nullable JsonNode body, String field) {
        JsonNode value = body == null ? null : body.get(field);
        return value != null && value.isString() ? value.asString() : null;
    }

    private static @Nullable String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            return null;
        }
        String text = new String(header.value(), StandardCharsets.UTF_8);
        return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    }
}
