package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(name = "list", description = "List the last operations on many sagas, and how far each is.")
final class BulkListCommand extends ClientCommand {

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        JsonNode answer = api().get(system, system.orchestrator(), BulkOperationCommand.PATH);
        if (json()) {
            print(answer);
            return ExitCode.OK;
        }
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
        Instant now = Clock.systemUTC().instant();
        for (JsonNode it : answer) {
            table.row(
                    Json.show(it, "why") + " " + it.path("filter"),
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
        show(table, "no operations on many sagas", Json.object());
        return ExitCode.OK;
    }
}
