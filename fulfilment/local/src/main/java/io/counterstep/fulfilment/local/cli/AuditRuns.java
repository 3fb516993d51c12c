package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The last runs of the audit, one line each. */
final class AuditRuns {

    private AuditRuns() {}

    /** @param overview as {@code GET /api/audit} answers */
    static List<String> lines(JsonNode overview, Instant now, Palette palette) {
        Table table = new Table(
                fixed("RUN"),
                fixed("STATE"),
                fixed("AGE"),
                fixed("OPENED"),
                fixed("CLOSED"),
                shrinking("BY"),
                shrinking("WHY"));
        for (JsonNode run : overview.path("runs")) {
            table.row(
                    null,
                    Json.show(run, "id"),
                    Json.show(run, "state"),
                    Texts.age(Json.show(run, "startedAt"), now),
                    Texts.number(run.path("opened").asLong(0)),
                    Texts.number(run.path("closed").asLong(0)),
                    Json.show(run, "by"),
                    Json.show(run, "why"));
        }
        return table.lines(palette, "nothing was audited yet: counterstep audit --start --wait", false);
    }
}
