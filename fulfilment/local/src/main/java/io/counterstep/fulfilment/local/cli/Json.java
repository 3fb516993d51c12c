package io.counterstep.fulfilment.local.cli;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and building JSON trees; the command line shows documents, it does not bind them. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** @throws tools.jackson.core.JacksonException if the text is not JSON */
    static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** The field as text, whatever its type; null if it is absent or null. */
    static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** The field as text, or an empty text. */
    static String show(JsonNode node, String field) {
        String text = text(node, field);
        return text == null ? "" : text;
    }
}
