package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "saga",
        description = {
            "Show one saga: where it stands, and what happened to it.",
            "With --watch until it is over: then ends with 0 if it is COMPLETED, 1 if it is CANCELED."
        })
final class SagaCommand extends ViewCommand {

    private static final List<String> SHOWN =
            List.of("id", "version", "state", "reason", "parent", "startedAt", "updatedAt");

    @Parameters(paramLabel = "ID", description = "The saga's id, or an order's.")
    private String id = "";

    @Override
    View look(Endpoints system) {
        String path = "/api/sagas/" + Api.encode(SagaIds.of(id));
        JsonNode saga = api().get(system, system.orchestrator(), path);
        JsonNode transitions =
                api().get(system, system.orchestrator(), path + "/history").path("transitions");
        ObjectNode document = Json.object();
        document.set("saga", saga);
        document.set("transitions", transitions);
        return View.ofSaga(Json.show(saga, "state"), watched(), document, () -> lines(saga, transitions));
    }

    private List<String> lines(JsonNode saga, JsonNode transitions) {
        List<String> lines = new ArrayList<>();
        for (String field : SHOWN) {
            String value = Json.show(saga, field);
            if (!value.isEmpty()) {
                String line = Texts.wrap(String.format("%-10s ", field), value);
                lines.add(field.equals("state") ? line.replace(value, palette().state(value)) : line);
            }
        }
        lines.addAll(SagaLines.waits(saga));
        List<String> outcomes = SagaLines.outcomes(saga);
        if (!outcomes.isEmpty()) {
            lines.add("outcomes");
            lines.addAll(outcomes);
        }
        lines.add("");
        TransitionLines told = new TransitionLines(palette());
        transitions.forEach(transition -> lines.add(told.line(transition)));
        return lines;
    }
}
