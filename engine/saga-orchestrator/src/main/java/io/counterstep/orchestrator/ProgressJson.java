package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Phase;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * {@link Progress} as JSON, field by field, since it is written at every step. What is null or empty is left out; a field that is
 * not known is an error, since leaving it out would lose it at the next step. Thread-safe.
 */
final class ProgressJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ProgressJson() {}

    static String write(Progress progress) {
        StringWriter json = new StringWriter(400);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
            out.writeStartObject();
            out.writeStringProperty("phase", progress.phase().name());
            map(out, "outcomes", progress.outcomes(), Outcome::name);
            List<Progress.Wait> waits = progress.waiting();
            if (!waits.isEmpty()) {
                out.writeArrayPropertyStart("waits");
                waits.forEach(it -> write(out, it));
                out.writeEndArray();
            }
            map(out, "formerNames", progress.formerNames(), it -> it);
            if (progress.paused() != null) {
                out.writeBooleanProperty("paused", progress.paused());
            }
            out.writeEndObject();
        }
        return json.toString();
    }

    private static <T> void map(
            JsonGenerator out, String name, @Nullable Map<String, T> map, Function<T, String> text) {
        if (map != null && !map.isEmpty()) {
            out.writeObjectPropertyStart(name);
            map.forEach((key, value) -> out.writeStringProperty(key, text.apply(value)));
            out.writeEndObject();
        }
    }

    private static void write(JsonGenerator out, Progress.Wait wait) {
        out.writeStartObject();
        out.writeStringProperty("step", wait.step());
        text(out, "formerStep", wait.formerStep());
        out.writeStringProperty("action", wait.action());
        out.writeNumberProperty("attempt", wait.attempt());
        out.writeNumberProperty("failures", wait.failures());
        text(out, "lastFailure", wait.lastFailure());
        text(out, "resendAt", wait.resendAt());
        text(out, "deadline", wait.deadline());
        out.writeStringProperty("causedBy", wait.causedBy());
        text(out, "heldBy", wait.heldBy());
        text(out, "stuck", wait.stuck());
        out.writeEndObject();
    }

    private static void text(JsonGenerator out, String name, @Nullable Object value) {
        if (value != null) {
            out.writeStringProperty(name, value.toString());
        }
    }

    /** @throws IllegalArgumentException if that is no progress */
    static Progress read(String json) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
            require(in.nextToken() == JsonToken.START_OBJECT, in);
            return progress(in);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("progress is no JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    private static Progress progress(JsonParser in) {
        Phase phase = null;
        Map<String, Outcome> outcomes = null;
        List<Progress.Wait> waits = null;
        Map<String, String> formerNames = null;
        Boolean paused = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken value = in.nextToken();
            switch (name) {
                case "phase" -> phase = Phase.valueOf(in.getString());
                case "outcomes" -> outcomes = map(in, Outcome::valueOf);
                case "waits" -> waits = waits(in);
                case "formerNames" -> formerNames = map(in, it -> it);
                case "paused" -> paused = value == JsonToken.VALUE_NULL ? null : in.getBooleanValue();
                default -> throw unknown(name);
            }
        }
        if (phase == null) {
            throw new IllegalArgumentException("progress has no phase");
        }
        return new Progress(phase, outcomes, waits, formerNames, paused);
    }

    private static <T> @Nullable Map<String, T> map(JsonParser in, Function<String, T> value) {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        require(in.currentToken() == JsonToken.START_OBJECT, in);
        Map<String, T> map = new LinkedHashMap<>();
        for (String key = in.nextName(); key != null; key = in.nextName()) {
            require(in.nextToken() == JsonToken.VALUE_STRING, in);
            map.put(key, value.apply(in.getString()));
        }
        return map;
    }

    private static @Nullable List<Progress.Wait> waits(JsonParser in) {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        require(in.currentToken() == JsonToken.START_ARRAY, in);
        List<Progress.Wait> waits = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            require(in.currentToken() == JsonToken.START_OBJECT, in);
            waits.add(wait(in));
        }
        return waits;
    }

    private static Progress.Wait wait(JsonParser in) {
        String step = null;
        String formerStep = null;
        String action = null;
        int attempt = 0;
        int failures = 0;
        String lastFailure = null;
        Instant resendAt = null;
        Instant deadline = null;
        String causedBy = null;
        String heldBy = null;
        String stuck = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            boolean isNull = in.nextToken() == JsonToken.VALUE_NULL;
            if (isNull) {
                continue;
            }
            switch (name) {
                case "step" -> step = in.getString();
                case "formerStep" -> formerStep = in.getString();
                case "action" -> action = in.getString();
                case "attempt" -> attempt = in.getIntValue();
                case "failures" -> failures = in.getIntValue();
                case "lastFailure" -> lastFailure = in.getString();
                case "resendAt" -> resendAt = Instant.parse(in.getString());
                case "deadline" -> deadline = Instant.parse(in.getString());
                case "causedBy" -> causedBy = in.getString();
                case "heldBy" -> heldBy = in.getString();
                case "stuck" -> stuck = in.getString();
                default -> throw unknown(name);
            }
        }
        if (step == null || action == null || causedBy == null) {
            throw new IllegalArgumentException("a wait has no step, action or causedBy");
        }
        return new Progress.Wait(
                step, formerStep, action, attempt, failures, lastFailure, resendAt, deadline, causedBy, heldBy, stuck);
    }

    private static IllegalArgumentException unknown(String field) {
        return new IllegalArgumentException("progress has a field '" + field + "', not known here");
    }

    private static void require(boolean asExpected, JsonParser in) {
        if (!asExpected) {
            throw new IllegalArgumentException("progress has a " + in.currentToken() + " where none is expected");
        }
    }
}
