package io.counterstep.fulfilment.orchestrator.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reading answers of the API. A page shows documents: what is missing or of another type is shown as not there. */
final class ApiJson {

    /** The most characters of a document that a page shows. */
    static final int MAX_SHOWN = 20_000;

    private static final JsonMapper MAPPER = new JsonMapper();

    private ApiJson() {}

    /** @throws tools.jackson.core.JacksonException if the text is not JSON */
    static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The field as text, whatever its type; empty if it is absent or null. */
    static String text(JsonNode node, String field) {
        return text(node.path(field));
    }

    static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** Null if it is absent, null or empty. */
    static @Nullable String textOrNull(JsonNode node, String field) {
        String text = text(node, field);
        return text.isEmpty() ? null : text;
    }

    static long number(JsonNode node, String field) {
        return node.path(field).asLong(0);
    }

    static @Nullable Long numberOrNull(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNumber() ? Long.valueOf(value.asLong()) : null;
    }

    /** What somebody wrote where a number belongs; if it is none, as it is: the API says what is wrong with it. Nothing if it is empty. */
    static void putNumber(ObjectNode to, String field, String written) {
        if (written.matches("\\d{1,9}")) {
            to.put(field, Integer.parseInt(written));
        } else if (!written.isEmpty()) {
            to.put(field, written);
        }
    }

    static @Nullable Instant instant(JsonNode node, String field) {
        try {
            return Instant.parse(text(node, field));
        } catch (DateTimeException none) {
            return null;
        }
    }

    static List<JsonNode> list(JsonNode node, String field) {
        List<JsonNode> list = new ArrayList<>();
        node.path(field).forEach(list::add);
        return list;
    }

    static List<String> texts(JsonNode node, String field) {
        return list(node, field).stream().map(it -> text(it)).toList();
    }

    /** The field's object or array; null if there is none. */
    static @Nullable JsonNode child(JsonNode node, String field) {
        JsonNode child = node.path(field);
        return child.isContainer() ? child : null;
    }

    /** As people read it; cut off where it is very long. */
    static String pretty(JsonNode node) {
        String text = node.isString() ? node.stringValue() : node.toPrettyString();
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + " …";
    }
}
