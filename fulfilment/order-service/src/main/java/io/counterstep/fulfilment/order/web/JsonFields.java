package io.counterstep.fulfilment.order.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads one JSON object strictly: nothing is coerced, nothing unknown is passed over. A field that is wrong adds to the
 * mistakes and reads as null, so that all mistakes are found in one go.
 */
final class JsonFields {

    private final JsonNode object;
    private final String path;
    private final Mistakes mistakes;

    private JsonFields(JsonNode object, String path, Mistakes mistakes) {
        this.object = object;
        this.path = path;
        this.mistakes = mistakes;
    }

    /** The fields of that node; none, and a mistake, if it is no object. */
    static JsonFields of(JsonNode node, String path, Set<String> known, Mistakes mistakes) {
        JsonFields fields = new JsonFields(node, path, mistakes);
        if (!node.isObject()) {
            mistakes.malformed(path, "must be an object with " + String.join(", ", known) + ", found " + found(node));
            return fields;
        }
        for (String name : node.propertyNames()) {
            if (mistakes.isFull()) {
                break;
            }
            if (!known.contains(name)) {
                mistakes.malformed(
                        path,
                        "must only have the fields " + String.join(", ", known) + ", found " + Texts.quoted(name));
            }
        }
        return fields;
    }

    @Nullable
    String text(String name, int maxLength) {
        JsonNode node = required(name, "a text");
        return node == null ? null : text(node, name, maxLength);
    }

    /** Absent and null are the same. */
    @Nullable
    String optionalText(String name, int maxLength) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : text(node, name, maxLength);
    }

    @Nullable
    Integer wholeNumber(String name, int min, int max) {
        JsonNode node = required(name, "a whole number");
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            mistakes.malformed(pathOf(name), "must be a whole number, found " + found(node));
            return null;
        }
        if (!node.isIntegralNumber()) {
            mistakes.unacceptable(pathOf(name), "must be a whole number, found " + found(node));
            return null;
        }
        if (!node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
            mistakes.unacceptable(pathOf(name), "must be between " + min + " and " + max + ", found " + found(node));
            return null;
        }
        return node.intValue();
    }

    /** @return null, and a mistake, if the field is missing */
    @Nullable
    JsonFields object(String name, Set<String> known) {
        JsonNode node = required(name, "an object with " + String.join(", ", known));
        return node == null ? null : of(node, pathOf(name), known, mistakes);
    }

    /**
     * Reads each element of an array by that function, given the element and its path.
     *
     * @return those that read well
     */
    <T> List<T> array(String name, int maxLength, BiFunction<JsonNode, String, @Nullable T> element) {
        List<T> read = new ArrayList<>();
        JsonNode node = required(name, "an array");
        if (node == null) {
            return read;
        }
        if (!node.isArray()) {
            mistakes.malformed(pathOf(name), "must be an array, found " + found(node));
        } else if (node.isEmpty() || node.size() > maxLength) {
            mistakes.unacceptable(
                    pathOf(name), "must have between 1 and " + maxLength + " elements, found " + node.size());
        } else {
            for (int i = 0; i < node.size() && !mistakes.isFull(); i++) {
                T value = element.apply(node.get(i), pathOf(name) + "[" + i + "]");
                if (value != null) {
                    read.add(value);
                }
            }
        }
        return read;
    }

    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private @Nullable JsonNode required(String name, String what) {
        if (!object.isObject()) {
            return null;
        }
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            mistakes.malformed(pathOf(name), "must be " + what + ", found " + (node == null ? "nothing" : "null"));
            return null;
        }
        return node;
    }

    private @Nullable String text(JsonNode node, String name, int maxLength) {
        if (!node.isString()) {
            mistakes.malformed(pathOf(name), "must be a text, found " + found(node));
            return null;
        }
        String text = node.stringValue();
        String mistake = Texts.mistakeIn(text, maxLength).orElse(null);
        if (mistake != null) {
            mistakes.unacceptable(pathOf(name), mistake);
            return null;
        }
        return text;
    }

    private static String found(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "the text " + Texts.quoted(node.stringValue());
            case NUMBER -> node.asString();
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> node.toString();
        };
    }
}
