package io.counterstep.spring;

import io.counterstep.core.decide.Status;
import io.counterstep.orchestrator.BulkFilter;
import io.counterstep.orchestrator.BulkRequest;
import io.counterstep.orchestrator.BulkRequest.Operation;
import io.counterstep.orchestrator.BulkStates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what is asked for of many sagas, or says of each field what is wrong with it. A field that is misspelt is refused: left
 * out, a filter would choose more than was meant. Used by one thread.
 */
final class BulkRequestReader {

    private static final List<String> FIELDS =
            List.of("operation", "filter", "step", "type", "body", "by", "why", "rate", "max");

    private static final List<String> FILTER_FIELDS =
            List.of("state", "definition", "version", "step", "participant", "text", "minAge", "maxAge", "key");

    private static final List<String> OPERATIONS =
            Arrays.stream(Operation.values()).map(Operation::wireName).toList();

    private static final List<Status> STATES =
            Arrays.stream(Status.values()).filter(it -> !it.isFinal()).toList();

    private final List<Problems.Field> wrong = new ArrayList<>();

    private BulkRequestReader() {}

    /** @throws ErrorResponseException naming every field that is wrong */
    static BulkRequest read(JsonNode request) {
        return new BulkRequestReader().request(request);
    }

    private BulkRequest request(JsonNode request) {
        if (!request.isObject()) {
            throw Problems.of(List.of(new Problems.Field("body", "must be a JSON object")));
        }
        known(request, "", FIELDS);
        Operation operation = text(request, "operation", "operation", "one of " + OPERATIONS, Operation::ofWireName);
        if (operation == null && isAbsent(request, "operation")) {
            wrong.add(new Problems.Field("operation", "must be one of " + OPERATIONS));
        }
        BulkFilter filter = filter(request.path("filter"));
        String by = required(request, "by");
        String why = required(request, "why");
        boolean atStep = operation != null && operation.needsStep();
        boolean withReply = operation != null && operation.needsReply();
        String step = belongs(request, "step", operation, atStep) ? required(request, "step") : null;
        String type = belongs(request, "type", operation, withReply) ? required(request, "type") : null;
        String body = belongs(request, "body", operation, withReply) ? fields(request.path("body")) : null;
        Integer rate = number(request, "rate", "rate", BulkRequest.MAX_RATE);
        Integer max = number(request, "max", "max", BulkRequest.MAX_SAGAS);
        Problems.requireNone(wrong);
        if (operation == null || filter == null) {
            throw new IllegalStateException("a field is missing, and nobody said so");
        }
        return new BulkRequest(
                operation,
                filter,
                step,
                type,
                body,
                by,
                why,
                rate == null ? BulkRequest.DEFAULT_RATE : rate,
                max == null ? BulkRequest.DEFAULT_SAGAS : max);
    }

    private @Nullable BulkFilter filter(JsonNode filter) {
        if (!filter.isObject()) {
            wrong.add(new Problems.Field("filter", "must be an object of one or more of " + FILTER_FIELDS));
            return null;
        }
        int before = wrong.size();
        known(filter, "filter.", FILTER_FIELDS);
        BulkStates state =
                ofFilter(filter, "state", "one of " + STATES + ", or several with commas between", BulkStates::parse);
        String definition = ofFilter(filter, "definition", FilterFields.DEFINITION, FilterFields::name);
        Integer version = number(filter, "version", "filter.version", Integer.MAX_VALUE);
        String step = ofFilter(filter, "step", FilterFields.STEP, FilterFields::name);
        String participant = ofFilter(filter, "participant", FilterFields.PARTICIPANT, FilterFields::name);
        String text = ofFilter(filter, "text", FilterFields.TEXT, FilterFields::text);
        Duration minAge = ofFilter(filter, "minAge", FilterFields.AGE, FilterFields::age);
        Duration maxAge = ofFilter(filter, "maxAge", FilterFields.AGE, FilterFields::age);
        String key = ofFilter(filter, "key", FilterFields.KEY, FilterFields::key);
        if (wrong.size() > before) {
            return null;
        }
        if (FILTER_FIELDS.stream().allMatch(it -> isAbsent(filter, it))) {
            wrong.add(new Problems.Field("filter", "must say which: one or more of " + FILTER_FIELDS));
            return null;
        }
        return new BulkFilter(state, definition, version, step, participant, text, minAge, maxAge, key);
    }

    private void known(JsonNode object, String prefix, List<String> names) {
        object.propertyNames().stream()
                .filter(it -> !names.contains(it))
                .forEach(it -> wrong.add(new Problems.Field(prefix + shown(it), "is none of " + names)));
    }

    private static boolean isAbsent(JsonNode object, String name) {
        return object.path(name).isMissingNode() || object.path(name).isNull();
    }

    private <T> @Nullable T ofFilter(JsonNode filter, String name, String expected, Function<String, T> parser) {
        return text(filter, name, "filter." + name, expected, parser);
    }

    private <T> @Nullable T text(
            JsonNode object, String name, String called, String expected, Function<String, T> parser) {
        if (isAbsent(object, name)) {
            return null;
        }
        JsonNode value = object.path(name);
        try {
            if (value.isString()) {
                return parser.apply(value.stringValue());
            }
        } catch (IllegalArgumentException invalid) {
            // told below
        }
        wrong.add(new Problems.Field(called, "must be " + expected + ", found " + shown(value.toString())));
        return null;
    }

    private @Nullable Integer number(JsonNode object, String name, String called, int most) {
        if (isAbsent(object, name)) {
            return null;
        }
        JsonNode value = object.path(name);
        if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 1 && value.intValue() <= most) {
            return value.intValue();
        }
        wrong.add(new Problems.Field(
                called, "must be a number from 1 to " + most + ", found " + shown(value.toString())));
        return null;
    }

    private String required(JsonNode request, String name) {
        JsonNode value = request.path(name);
        String text = value.isString() ? value.stringValue() : null;
        Problems.check(wrong, name, text);
        return String.valueOf(text);
    }

    /** Whether to read it; what does not belong to the operation would be asked for in vain. */
    private boolean belongs(JsonNode request, String name, @Nullable Operation operation, boolean belongs) {
        if (operation != null && !belongs && !isAbsent(request, name)) {
            wrong.add(new Problems.Field(name, "does not belong to " + operation.wireName()));
        }
        return belongs;
    }

    private @Nullable String fields(JsonNode body) {
        if (body.isMissingNode() || body.isNull()) {
            return null;
        }
        if (!body.isObject()) {
            wrong.add(new Problems.Field("body", "must be a JSON object of the reply's own fields"));
        }
        return body.toString();
    }

    /** What was found, in a message of bounded length. */
    private static String shown(String text) {
        return text.length() <= Problems.MAX_TEXT ? text : text.substring(0, Problems.MAX_TEXT) + "…";
    }
}
