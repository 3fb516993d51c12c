package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(name = "gates", description = "Show what is paused or does not answer, and how many sagas wait for it.")
final class GatesCommand extends ViewCommand {

    @Override
    View look(Endpoints system) {
        JsonNode answer = api().get(system, system.orchestrator(), "/api/gates");
        return View.of(answer, () -> lines(answer));
    }

    private List<String> lines(JsonNode answer) {
        Table table = new Table(
                fixed("KIND"),
                shrinking("NAME"),
                fixed("STATE").painted(palette()::state),
                fixed("SINCE"),
                fixed("HELD"),
                shrinking("BY"));
        Instant now = terminal().now();
        for (JsonNode gate : answer.isArray() ? answer : answer.path("gates")) {
            table.row(
                    Json.text(gate, "why"),
                    Json.show(gate, "kind").toLowerCase(Locale.ROOT),
                    Json.show(gate, "name"),
                    Json.show(gate, "state"),
                    Texts.age(Json.show(gate, "since"), now),
                    Json.show(gate, "held"),
                    Json.show(gate, "by"));
        }
        return lines(table, "no gates", Json.object());
    }
}
