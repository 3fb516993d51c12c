package io.counterstep.orchestrator;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.MessageType;
import io.counterstep.messaging.MessageFormat;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A reply that an operator assumes: what would have come, had the participant answered.
 *
 * @param answers the types that answer the step; empty if the saga does not wait for it
 */
record AssumedReply(MessageFormat format, String key, String step, List<MessageType<?>> answers) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    /** As it would have come; when the saga does not wait for the step it is never looked at, so it may be anything. */
    Body body(String type, String fields) {
        if (answers.isEmpty()) {
            return format.body("{}".getBytes(StandardCharsets.UTF_8));
        }
        MessageType<?> known = answers.stream()
                .filter(it -> it.name().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssumedReplyException(
                        "type", "'" + type + "' does not answer step '" + step + "', which " + answers + " do"));
        return encoded(known, fields);
    }

    /** A misspelt field would be taken for one that the participant left out. */
    private <M> Body encoded(MessageType<M> type, String fields) {
        List<String> names = new ArrayList<>(List.of(format.keyField(), MessageFormat.TYPE_FIELD));
        Arrays.stream(type.payload().getRecordComponents())
                .map(RecordComponent::getName)
                .forEach(names::add);
        try {
            Map<String, Object> given = JSON.readValue(fields, FIELDS);
            TreeSet<String> unknown = new TreeSet<>(given.keySet());
            names.forEach(unknown::remove);
            if (!unknown.isEmpty()) {
                throw new AssumedReplyException("body", type + " has no field " + unknown + ", only " + names);
            }
            given.put(format.keyField(), key);
            M payload = format.body(JSON.writeValueAsBytes(given)).as(type);
            return format.encode(key, type.name(), payload);
        } catch (AssumedReplyException invalid) {
            throw invalid;
        } catch (JacksonException | IllegalArgumentException unfit) {
            throw new AssumedReplyException("body", "the body is no " + type + ": " + unfit.getMessage());
        }
    }
}
