package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "show",
        description = {
            "Show an operation on many sagas: how far it is, and its last problems.",
            "With --watch until it is over: then ends with 1 if it did not end well."
        })
final class BulkShowCommand extends ViewCommand {

    @Parameters(paramLabel = "N", description = "Its number, as bulk list shows it.")
    private String id = "";

    @Override
    View look(Endpoints system) {
        String path = BulkOperationCommand.PATH + "/" + Api.encode(id);
        JsonNode operation = api().get(system, system.orchestrator(), path);
        boolean over = !Json.show(operation, "state").equals("RUNNING");
        int exitCode = watched() && over ? BulkOperationCommand.exitCode(operation) : ExitCode.OK;
        return new View(operation, () -> lines(operation), exitCode, over);
    }

    private List<String> lines(JsonNode operation) {
        List<String> lines = new ArrayList<>();
        lines.add(Texts.wrap(
                "",
                Json.show(operation, "operation") + " by " + Json.show(operation, "by") + ": "
                        + Json.show(operation, "why") + " " + operation.path("filter")));
        lines.addAll(BulkLines.end(operation, palette()));
        return lines;
    }
}
