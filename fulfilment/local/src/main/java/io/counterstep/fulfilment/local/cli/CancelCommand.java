package io.counterstep.fulfilment.local.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "cancel",
        description = {
            "Ask for an order to be canceled.",
            "It is a wish: an order that is about to complete may still complete. An order that has ended cannot be"
                    + " canceled."
        })
final class CancelCommand extends ClientCommand {

    @Parameters(paramLabel = "ORDER_ID", description = "The order.")
    private String orderId = "";

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        String path = "/orders/" + Api.encode(orderId) + "/cancel";
        JsonNode answer = api().post(system, system.order(), path, null, Map.of());
        if (json()) {
            print(answer);
        } else {
            out().println("asked for order " + orderId + " to be canceled; look at it with:");
            out().println("  counterstep saga " + orderId);
            out().flush();
        }
        return ExitCode.OK;
    }
}
