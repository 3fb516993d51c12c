package io.counterstep.fulfilment.local.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "cancel", description = "End an operation on many sagas; what is done stays done.")
final class BulkCancelCommand extends ClientCommand {

    @Parameters(paramLabel = "N", description = "Its number, as bulk list shows it.")
    private String id = "";

    @Option(
            names = "--by",
            defaultValue = "${sys:user.name}",
            paramLabel = "NAME",
            description = "Who decides so (default: ${DEFAULT-VALUE}).")
    private String by = "";

    @Option(
            names = "--why",
            defaultValue = "on the command line",
            paramLabel = "TEXT",
            description = "Why; it is kept with the operation.")
    private String why = "";

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        ObjectNode request = Json.object().put("by", by).put("why", why);
        String path = BulkOperationCommand.PATH + "/" + Api.encode(id) + "/cancel";
        JsonNode operation = api().post(system, system.orchestrator(), path, request, Map.of());
        if (json()) {
            print(operation);
        } else {
            BulkLines.end(operation, palette()).forEach(out()::println);
        }
        out().flush();
        return ExitCode.OK;
    }
}
