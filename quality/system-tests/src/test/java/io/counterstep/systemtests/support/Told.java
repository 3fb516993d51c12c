package io.counterstep.systemtests.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record as it stands in a topic.
 *
 * @param key as UTF-8; null if it has none
 * @param headers the last value of each, as UTF-8
 */
public record Told(
        String topic, int partition, long offset, @Nullable String key, byte[] value, Map<String, String> headers) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static Told of(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value() == null ? "" : new String(header.value(), UTF_8));
        }
        return new Told(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? null : new String(record.key(), UTF_8),
                record.value() == null ? new byte[0] : record.value(),
                headers);
    }

    /** The body; a missing node if it is no JSON. */
    public JsonNode body() {
        try {
            return JSON.readTree(value);
        } catch (JacksonException noJson) {
            return JSON.missingNode();
        }
    }

    public String orderId() {
        return body().path("orderId").asString("");
    }

    /** The message type, as the body tells it. */
    public String status() {
        return body().path("status").asString("");
    }

    /** @throws AssertionError if there is no such header */
    public String header(String name) {
        String value = headers.get(name);
        if (value == null) {
            throw new AssertionError("no header " + name + " in " + this);
        }
        return value;
    }

    /** Where it stands, as dead letters quote it: topic/partition/offset. */
    public String position() {
        return topic + "/" + partition + "/" + offset;
    }

    @Override
    public String toString() {
        String text = new String(value, 0, Math.min(value.length, 200), UTF_8);
        return position() + " " + key + " " + text + " " + headers;
    }
}
