package io.counterstep.messaging;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.MessageType;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shape of a body: a flat JSON object of the business key, the message type, then the record's own components. Fields
 * that are null are left out; fields that a record does not know are ignored, so that either side may grow. Thread-safe.
 */
public final class MessageFormat {

    /** The body's field for the message type. */
    public static final String TYPE_FIELD = "status";

    /** Half of what brokers and producers take by default, so that what is said because of a message fits as well. */
    public static final int MAX_BODY_BYTES = 1 << 19;

    private static final int MAX_NESTING = 50;

    private final String keyField;
    private final JsonMapper mapper;
    private final JsonFactory joined;
    private final ClassValue<List<Method>> ownComponents = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return ownComponents(type);
        }
    };

    /** @param keyField the body's field for the business key, for example {@code orderId} */
    public MessageFormat(String keyField) {
        this.keyField = keyField;
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .build())
                .build();
        // Several bodies, each within its bounds, are longer than one, and one level deeper.
        this.joined = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING + 1)
                        .build())
                .build();
        this.mapper = JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .changeDefaultPropertyInclusion(
                        it -> it.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
                .build();
    }

    public String keyField() {
        return keyField;
    }

    /** A body around bytes that came from outside; they are decoded when asked for. */
    public JsonBody body(byte[] json) {
        return new JsonBody(json, this);
    }

    /** @throws IllegalArgumentException if the payload is no record, or needs more than {@link #MAX_BODY_BYTES} */
    public JsonBody encode(String key, String type, Object payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = mapper.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty(keyField, key);
            json.writeStringProperty(TYPE_FIELD, type);
            for (Method component : ownComponents.get(payload.getClass())) {
                Object value = read(component, payload);
                if (value != null) {
                    json.writeName(component.getName());
                    json.writePOJO(value);
                }
            }
            json.writeEndObject();
        }
        if (out.size() > MAX_BODY_BYTES) {
            throw new IllegalArgumentException("body of " + type + " for " + key + " has " + out.size()
                    + " bytes, the most allowed is " + MAX_BODY_BYTES + ": send a reference to what is large");
        }
        return body(out.toByteArray());
    }

    /** @throws UnreadableMessageException if the bytes are no JSON object or do not fit the type */
    <M> M decode(byte[] json, MessageType<M> type) {
        try {
            M payload = mapper.readValue(json, type.payload());
            if (payload == null) {
                throw new UnreadableMessageException(type + " is null");
            }
            return payload;
        } catch (JacksonException e) {
            throw new UnreadableMessageException("body is no " + type + ": " + e.getOriginalMessage(), e);
        }
    }

    /** The key and the type that the body itself names, for records without headers. */
    Envelope envelope(byte[] json) {
        String key = null;
        String type = null;
        try (JsonParser parser = mapper.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableMessageException("body is no JSON object");
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (name.equals(keyField) && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    key = parser.getString();
                } else if (name.equals(TYPE_FIELD) && value == JsonToken.VALUE_STRING) {
                    type = parser.getString();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new UnreadableMessageException("body is no JSON object: " + e.getOriginalMessage(), e);
        }
        return new Envelope(key, type);
    }

    record Envelope(@Nullable String key, @Nullable String type) {}

    /** Several bodies as one JSON object, by message type; their bytes are taken as they are. */
    public String join(Map<String, Body> bodies) {
        StringBuilder joined = new StringBuilder(512).append('{');
        bodies.forEach((type, body) -> {
            if (!(body instanceof JsonBody json)) {
                throw new IllegalArgumentException(type + " is not encoded: " + body);
            }
            joined.append(joined.length() > 1 ? "," : "")
                    .append('"')
                    .append(type)
                    .append("\":")
                    .append(json);
        });
        return joined.append('}').toString();
    }

    /** The bodies of {@link #join}, in their order. */
    public Map<String, Body> split(byte[] bytes) {
        Map<String, Body> bodies = new LinkedHashMap<>();
        try (JsonParser parser = joined.createParser(ObjectReadContext.empty(), bytes)) {
            parser.nextToken();
            for (String type = parser.nextName(); type != null; type = parser.nextName()) {
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int end = (int) parser.currentLocation().getByteOffset();
                bodies.put(type, body(java.util.Arrays.copyOfRange(bytes, start, end)));
            }
        }
        return bodies;
    }

    private List<Method> ownComponents(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException("message payload must be a record, found " + type.getName());
        }
        List<Method> own = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (!component.getName().equals(keyField) && !component.getName().equals(TYPE_FIELD)) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                own.add(accessor);
            }
        }
        return List.copyOf(own);
    }

    private static @Nullable Object read(Method accessor, Object payload) {
        try {
            return accessor.invoke(payload);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + accessor + " of " + payload, e);
        }
    }
}
