package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(name = "list", description = "List the last operations on many sagas, and how far each is.")
final class BulkListCommand extends ViewCommand {

    @Override
    View look(Endpoints system) {
        JsonNode answer = api().get(system, system.orchestrator(), BulkOperationCommand.PATH);
        return View.of(answer, () -> lines(answer));
    }

    private List<String> lines(JsonNode answer) {
        Table table = new Table(
                fixed("ID"),
                fixed("OPERATION"),
                fixed("STATE"),
                fixed("FOUND"),
                fixed("DONE"),
                fixed("REFUSED"),
                fixed("FAILED"),
                fixed("AGE"),
                shrinking("BY"));
        Instant now = terminal().now();
        for (JsonNode it : answer) {
            String ending = BulkLines.ending(it);
            table.row(
                    Json.show(it, "why") + " " + it.path("filter") + (ending.isEmpty() ? "" : "; " + ending),
                    Json.show(it, "id"),
                    Json.show(it, "operation"),
                    Json.show(it, "state"),
                    Json.show(it, "found"),
                    Json.show(it, "done"),
                    Json.show(it, "refused"),
                    Json.show(it, "failed"),
                    Texts.age(Json.show(it, "startedAt"), now),
                    Json.show(it, "by"));
        }
        return lines(table, "no operations on many sagas", Json.object());
    }
}
