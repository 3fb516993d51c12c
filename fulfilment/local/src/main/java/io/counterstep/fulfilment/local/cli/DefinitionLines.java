package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A definition as lines: its steps in their order, those with the same number done together, and its endings.
 *
 * @param definition as {@code GET /api/definitions/{name}} answers
 * @param inUse what is active of that version; missing if nobody knows
 */
record DefinitionLines(JsonNode definition, JsonNode inUse, Palette palette) {

    private static final List<String> SHOWN = List.of("name", "version", "startedBy", "canceledBy", "deadline");

    /** The names that the endings have as steps. */
    private static final String COMPLETE = "complete";

    private static final String CANCEL = "cancel";

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String field : SHOWN) {
            String value = Json.show(definition, field);
            if (!value.isEmpty()) {
                lines.add(Texts.wrap(String.format("%-10s ", field), value));
            }
        }
        lines.add("");
        Table table = new Table(
                fixed("NO"),
                shrinking("STEP"),
                shrinking("COMMAND"),
                shrinking("COMPENSATION"),
                shrinking("PARTICIPANT"),
                fixed("WAITING"));
        for (JsonNode step : definition.path("steps")) {
            String name = Json.show(step, "name");
            table.row(
                    note(step),
                    Json.show(step, "stage"),
                    name,
                    Json.show(step, "command"),
                    Json.show(step, "compensation"),
                    Json.show(step, "participant"),
                    waiting(name));
        }
        ending(table, COMPLETE, Json.show(definition, "completedWith"));
        ending(table, CANCEL, Json.show(definition, "canceledWith"));
        lines.addAll(table.lines(palette));
        return lines;
    }

    private void ending(Table table, String name, String command) {
        if (!command.isEmpty()) {
            table.row("ending", "", name, command, "", "", waiting(name));
        }
    }

    private String waiting(String step) {
        return inUse.path("waiting")
                .valueStream()
                .filter(it -> Json.show(it, "step").equals(step))
                .findFirst()
                .map(it -> Texts.counted(inUse, it.path("sagas").asLong(0)))
                .orElse("");
    }

    private static String note(JsonNode step) {
        List<String> notes = new ArrayList<>();
        notes.add(Json.show(step, "kind").toLowerCase(Locale.ROOT));
        if (step.path("optional").asBoolean(false)) {
            notes.add("optional");
        }
        add(notes, "starts a saga of ", Json.show(step, "child"));
        add(
                notes,
                "waits for ",
                step.path("waitsFor").valueStream().map(it -> it.asString("")).collect(Collectors.joining(" or ")));
        add(notes, "for at most ", Json.show(step, "deadline"));
        return String.join(", ", notes);
    }

    private static void add(List<String> notes, String before, String value) {
        if (!value.isEmpty()) {
            notes.add(before + value);
        }
    }
}
