package io.counterstep.fulfilment.local.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What a saga heard and said as lines: time since the first, what it was, and its body below it. */
final class MessageLines {

    private static final String BODY_INDENT = " ".repeat(14);

    private MessageLines() {}

    /** @param told as {@code GET /api/sagas/{id}/messages} answers */
    static List<String> of(JsonNode told, Palette palette) {
        List<String> lines = new ArrayList<>();
        Instant start = null;
        for (JsonNode message : told.path("messages")) {
            Instant at = Instant.parse(Json.show(message, "at"));
            start = start == null ? at : start;
            String time = Texts.number(Duration.between(start, at).toMillis());
            lines.add(Texts.wrap(String.format(Locale.ROOT, "%9s ms  ", time), what(message)));
            below(lines, Json.show(message, "body"), palette);
            below(lines, Json.show(message, "note"), palette);
        }
        if (lines.isEmpty()) {
            lines.add("no messages");
        }
        if (told.path("shortened").asBoolean(false)) {
            lines.add(palette.faint("there were more than can be told"));
        }
        return lines;
    }

    private static String what(JsonNode message) {
        String step = Json.show(message, "step");
        String topic = Json.show(message, "topic");
        String id = Json.show(message, "id");
        long attempts = message.path("attempts").asLong(1);
        return (step.isEmpty() ? "" : step + ": ")
                + (Json.show(message, "direction").equals("IN") ? "heard " : "said ")
                + Json.show(message, "type")
                + (topic.isEmpty() ? "" : " on " + topic)
                + (id.isEmpty() ? "" : " as " + id)
                + (attempts > 1 ? ", attempt " + Texts.number(attempts) : "");
    }

    private static void below(List<String> lines, String text, Palette palette) {
        if (!text.isEmpty()) {
            Texts.wrap(BODY_INDENT, text).lines().map(palette::faint).forEach(lines::add);
        }
    }
}
