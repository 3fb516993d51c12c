package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Participants as a table: whether they are heard, read what is said to them, and are let. */
final class ParticipantLines {

    private static final String UNKNOWN = "?";

    private ParticipantLines() {}

    static Table table(JsonNode participants, Instant now, Palette palette) {
        Table table = new Table(
                shrinking("PARTICIPANT"),
                fixed("GATE").painted(palette::state),
                fixed("HEARD"),
                fixed("LAG"),
                fixed("HELD"),
                fixed("IN FLIGHT"),
                shrinking("STEPS"));
        for (JsonNode it : participants) {
            String heardAt = Json.show(it, "heardAt");
            table.row(
                    note(it),
                    Json.show(it, "name"),
                    Json.show(it, "gate"),
                    heardAt.isEmpty() ? "never" : Texts.age(heardAt, now),
                    number(it, "lag"),
                    number(it, "held"),
                    number(it, "inFlight"),
                    it.path("steps")
                            .valueStream()
                            .map(step -> step.asString(""))
                            .collect(Collectors.joining(", ")));
        }
        return table;
    }

    private static String number(JsonNode participant, String field) {
        JsonNode value = participant.path(field);
        return value.isNumber() ? Texts.number(value.asLong()) : UNKNOWN;
    }

    /** What is not as it should be. */
    private static @Nullable String note(JsonNode participant) {
        String why = Json.show(participant, "gateWhy");
        if (!Json.show(participant, "gate").equals("FLOWING") && !why.isEmpty()) {
            String by = Json.show(participant, "gateBy");
            return by.isEmpty() ? why : by + ": " + why;
        }
        String nobody = participant
                .path("groups")
                .valueStream()
                .filter(it -> it.path("lag").asLong(0) > 0 && it.path("members").asLong(0) == 0)
                .map(it -> Json.show(it, "group"))
                .collect(Collectors.joining(", "));
        return nobody.isEmpty() ? null : "nobody reads as " + nobody;
    }
}
