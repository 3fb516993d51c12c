package io.counterstep.fulfilment.local.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "cancel", description = "End an operation on many sagas; what is done stays done.")
final class BulkCancelCommand extends ClientCommand {

    @Parameters(paramLabel = "N", description = "Its number, as bulk list shows it.")
    private String id = "";

    @Mixin
    private final Actor actor = new Actor();

    @Option(
            names = "--why",
            defaultValue = "on the command line",
            paramLabel = "TEXT",
            description = "Why; it is kept with the operation.")
    private String why = "";

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        String path = BulkOperationCommand.PATH + "/" + Api.encode(id) + "/cancel";
        JsonNode operation = api().post(system, system.orchestrator(), path, actor.because(why), Map.of());
        if (json()) {
            print(operation);
        } else {
            BulkLines.end(operation, palette()).forEach(out()::println);
        }
        out().flush();
        return ExitCode.OK;
    }
}
