package io.counterstep.fulfilment.local.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "retry",
        description = "Let a saga that needs attention try again what failed; who and why go into its history.")
final class RetryCommand extends ClientCommand {

    @Parameters(paramLabel = "ID", description = "The saga's id, or an order's.")
    private String id = "";

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who decides so.")
    private String by = "";

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why it will work this time.")
    private String why = "";

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        String sagaId = SagaIds.of(id);
        JsonNode request = Json.object().put("by", by).put("why", why);
        String path = "/api/sagas/" + Api.encode(sagaId) + "/retry";
        JsonNode saga = api().post(system, system.orchestrator(), path, request, Map.of());
        if (json()) {
            print(saga);
        } else {
            String state = Json.show(saga, "state");
            out().println(sagaId + " tries again; it is " + palette().state(state));
            out().flush();
        }
        return ExitCode.OK;
    }
}
