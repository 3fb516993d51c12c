package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "saga",
        description = {
            "Show one saga: where it stands, and what happened to it.",
            "With --messages what it heard and said instead, with whole bodies.",
            "With --watch until it is over: then ends with 0 if it is COMPLETED, 1 if it is CANCELED."
        })
final class SagaCommand extends ViewCommand {

    private static final List<String> SHOWN =
            List.of("id", "version", "state", "reason", "parent", "startedAt", "updatedAt");

    @Parameters(paramLabel = "ID", description = "The saga's id, or an order's.")
    private String id = "";

    @Option(names = "--messages", description = "What it heard and said, in place of its transitions.")
    private boolean messages;

    @Override
    View look(Endpoints system) {
        String path = "/api/sagas/" + Api.encode(SagaIds.of(id));
        JsonNode saga = api().get(system, system.orchestrator(), path);
        JsonNode told = api().get(system, system.orchestrator(), path + (messages ? "/messages" : "/history"));
        ObjectNode document = Json.object();
        document.set("saga", saga);
        if (messages) {
            document.set("messages", told.path("messages"));
            document.set("shortened", told.path("shortened"));
        } else {
            document.set("transitions", told.path("transitions"));
        }
        return View.ofSaga(Json.show(saga, "state"), watched(), document, () -> lines(saga, told));
    }

    private List<String> lines(JsonNode saga, JsonNode told) {
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
        if (messages) {
            lines.addAll(MessageLines.of(told, palette()));
            return lines;
        }
        TransitionLines transitions = new TransitionLines(palette());
        told.path("transitions").forEach(transition -> lines.add(transitions.line(transition)));
        return lines;
    }
}
