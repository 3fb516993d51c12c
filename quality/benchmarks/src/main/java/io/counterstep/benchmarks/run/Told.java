package io.counterstep.benchmarks.run;

import io.counterstep.benchmarks.floor.FloorFigures;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a measuring process tells its starter, as a line of JSON on its standard output; one of these is given. */
record Told(
        @Nullable String phase,
        @Nullable Map<String, String> versions,
        @Nullable Measurement measured,
        @Nullable FloorFigures floor,
        @Nullable String failed) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static Told phase(String phase) {
        return new Told(phase, null, null, null, null);
    }

    static Told versions(Map<String, String> versions) {
        return new Told(null, versions, null, null, null);
    }

    static Told measured(Measurement measured) {
        return new Told(null, null, measured, null, null);
    }

    static Told floor(FloorFigures floor) {
        return new Told(null, null, null, floor, null);
    }

    static Told failed(String why) {
        return new Told(null, null, null, null, why);
    }

    /** @throws tools.jackson.core.JacksonException if the line is none of these */
    static Told read(String line) {
        return JSON.readValue(line, Told.class);
    }

    String line() {
        return JSON.writeValueAsString(this);
    }
}
