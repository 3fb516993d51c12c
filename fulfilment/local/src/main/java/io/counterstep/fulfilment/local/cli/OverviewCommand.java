package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "overview",
        description = "Show on one screen how the system does: what needs a person, sagas, throughput, participants.",
        footer = {"", "For example, to keep an eye on it:", "  counterstep overview --watch"})
final class OverviewCommand extends ViewCommand {

    @Override
    View look(Endpoints system) {
        JsonNode overview = api().get(system, system.orchestrator(), "/api/overview");
        JsonNode participants = api().get(system, system.orchestrator(), "/api/participants");
        ObjectNode document = Json.object();
        document.set("overview", overview);
        document.set("participants", participants);
        return View.of(
                document,
                () -> new OverviewLines(overview, participants, terminal().now(), palette()).lines());
    }
}
