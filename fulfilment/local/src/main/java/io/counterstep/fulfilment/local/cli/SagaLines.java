package io.counterstep.fulfilment.local.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a saga waits for and what became of its steps, as lines. */
final class SagaLines {

    private static final String INDENT = "           ";

    private SagaLines() {}

    /** One for each thing that it waits for. */
    static List<String> waits(JsonNode saga) {
        return saga.path("waits").valueStream().map(SagaLines::wait).toList();
    }

    private static String wait(JsonNode wait) {
        StringBuilder line = new StringBuilder(Json.show(wait, "step"));
        line.append(Json.show(wait, "action").equals("compensate") ? " to be undone" : " to be done");
        int attempt = wait.path("attempt").asInt(0);
        line.append(attempt == 0 ? ", not asked" : attempt == 1 ? ", asked once" : ", asked " + attempt + " times");
        append(line, ", ", wait, "failures", " failures");
        append(line, ", held by ", wait, "heldBy", "");
        append(
                line,
                Json.show(wait, "heldBy").isEmpty() ? ", asked again " : ", looked at again ",
                wait,
                "resendAt",
                "");
        append(line, ", until ", wait, "deadline", "");
        append(line, ": ", wait, "stuck", "");
        return Texts.wrap("waits for  ", line.toString());
    }

    private static void append(StringBuilder line, String before, JsonNode wait, String field, String after) {
        String value = Json.show(wait, field);
        if (!value.isEmpty() && !value.equals("0")) {
            line.append(before).append(value).append(after);
        }
    }

    /** One for each step that is done, in the order in which that was known. */
    static List<String> outcomes(JsonNode saga) {
        return saga.path("outcomes")
                .propertyStream()
                .map(it -> INDENT + it.getKey() + " " + it.getValue().asString(""))
                .toList();
    }
}
