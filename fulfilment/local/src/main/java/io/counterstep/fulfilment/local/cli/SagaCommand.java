package io.counterstep.fulfilment.local.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "saga", description = "Show one saga: where it stands, and what happened to it.")
final class SagaCommand extends ClientCommand {

    private static final List<String> SHOWN =
            List.of("id", "version", "state", "reason", "parent", "startedAt", "updatedAt");

    @Parameters(paramLabel = "ID", description = "The saga's id, or an order's.")
    private String id = "";

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        String path = "/api/sagas/" + Api.encode(SagaIds.of(id));
        JsonNode saga = api().get(system, system.orchestrator(), path);
        JsonNode transitions =
                api().get(system, system.orchestrator(), path + "/history").path("transitions");
        if (json()) {
            ObjectNode document = Json.object();
            document.set("saga", saga);
            document.set("transitions", transitions);
            print(document);
        } else {
            show(saga, transitions);
        }
        return ExitCode.OK;
    }

    private void show(JsonNode saga, JsonNode transitions) {
        for (String field : SHOWN) {
            String value = Json.show(saga, field);
            if (!value.isEmpty()) {
                String line = Texts.wrap(String.format("%-10s ", field), value);
                out().println(
                                field.equals("state")
                                        ? line.replace(value, palette().state(value))
                                        : line);
            }
        }
        SagaLines.waits(saga).forEach(out()::println);
        List<String> outcomes = SagaLines.outcomes(saga);
        if (!outcomes.isEmpty()) {
            out().println("outcomes");
            outcomes.forEach(out()::println);
        }
        TransitionLines lines = new TransitionLines(palette());
        out().println();
        transitions.forEach(transition -> out().println(lines.line(transition)));
        out().flush();
    }
}
