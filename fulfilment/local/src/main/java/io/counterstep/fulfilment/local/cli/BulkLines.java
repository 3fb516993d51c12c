package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An operation on many sagas in lines that fit a terminal. */
final class BulkLines {

    private BulkLines() {}

    /** What it would do. */
    static List<String> preview(String operation, JsonNode preview, Palette palette) {
        List<String> lines = new ArrayList<>();
        lines.add(Texts.counted(preview, preview.path("count").asLong(0)) + " sagas match");
        if (preview.path("decided").asLong(0) > 0) {
            lines.add("of the oldest " + number(preview, "decided") + " could " + operation + ": "
                    + number(preview, "wouldDo"));
        }
        preview.path("sample").forEach(it -> lines.add(Texts.wrap("  ", sample(it, palette))));
        if (!preview.path("commands").isEmpty()) {
            lines.add("these would send");
            preview.path("commands")
                    .properties()
                    .forEach(it -> lines.add("  " + Texts.number(it.getValue().asLong(0)) + " " + it.getKey()));
        }
        if (!preview.path("irreversible").isEmpty()) {
            lines.add("nobody could take back that one");
            preview.path("irreversible").forEach(it -> lines.add(Texts.wrap("  ", it.asString(""))));
        }
        return lines;
    }

    private static String sample(JsonNode sample, Palette palette) {
        String refused = Json.text(sample, "refused");
        String what = refused == null
                ? "would be " + palette.state(Json.show(sample.path("effect"), "state"))
                : "could not: " + refused;
        return Json.show(sample, "saga") + " " + what;
    }

    /** How far it is, in one line. */
    static String progress(JsonNode operation) {
        return number(operation, "done") + " of " + number(operation, "found") + " done, "
                + number(operation, "refused") + " refused, " + number(operation, "failed") + " failed";
    }

    /** Who ended it before its end and why, or why it cannot go on; empty if neither is so. */
    static String ending(JsonNode operation) {
        String by = Json.text(operation, "canceledBy");
        String canceled = by == null ? "" : "canceled by " + by + ": " + Json.show(operation, "canceledWhy");
        String problem = Json.show(operation, "problem");
        return canceled + (canceled.isEmpty() || problem.isEmpty() ? "" : "; ") + problem;
    }

    /** How it ended or how far it is, and its last problems. */
    static List<String> end(JsonNode operation, Palette palette) {
        List<String> lines = new ArrayList<>();
        String state = Json.show(operation, "state");
        lines.add((state.equals("DONE") ? palette.green(state) : palette.yellow(state)) + ": " + progress(operation));
        String ending = ending(operation);
        if (!ending.isEmpty()) {
            lines.add(Texts.wrap("  ", ending));
        }
        operation
                .path("lastProblems")
                .forEach(it -> lines.add(Texts.wrap("  ", Json.show(it, "saga") + ": " + Json.show(it, "problem"))));
        return lines;
    }

    private static String number(JsonNode node, String field) {
        return Texts.number(node.path(field).asLong(0));
    }
}
