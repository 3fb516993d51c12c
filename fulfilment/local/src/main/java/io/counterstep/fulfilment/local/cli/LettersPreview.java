package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How many dead letters something would be done to, and some of them. */
final class LettersPreview {

    /** The most that are counted before it is done. */
    static final int COUNTED = 500;

    private static final int SAMPLE = 5;

    private LettersPreview() {}

    /**
     * Counts them up to a bound.
     *
     * @param state of those it would be done to
     * @return {@code {"count":…,"counted":…,"sample":[…]}}, as of an operation on many sagas
     */
    static ObjectNode of(Api api, Endpoints system, String state, Map<String, @Nullable String> which) {
        Map<String, @Nullable String> filters = new LinkedHashMap<>(which);
        filters.put("state", state);
        ObjectNode found = new Pages(api, system)
                .read(system.orchestrator(), "/api/dead-letters", "deadLetters", filters, COUNTED);
        JsonNode letters = found.path("deadLetters");
        ObjectNode preview = Json.object()
                .put("count", letters.size())
                .put("counted", Json.text(found, "nextCursor") == null ? "EXACTLY" : "AT_LEAST");
        ArrayNode sample = preview.putArray("sample");
        letters.valueStream().limit(SAMPLE).forEach(sample::add);
        return preview;
    }

    /** The same for people. */
    static List<String> lines(JsonNode preview) {
        List<String> lines = new ArrayList<>();
        lines.add(Texts.counted(preview, preview.path("count").asLong(0)) + " dead letters match");
        for (JsonNode letter : preview.path("sample")) {
            lines.add(Texts.wrap(
                    "  ",
                    Json.show(letter, "id") + " " + Json.show(letter, "type") + ": " + Json.show(letter, "reason")));
        }
        return lines;
    }
}
