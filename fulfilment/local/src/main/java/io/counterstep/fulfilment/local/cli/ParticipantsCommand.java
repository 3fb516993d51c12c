package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "participants",
        description = {
            "Show who takes part: whether its gate is open, when it was heard last, how many commands it has not read.",
            "LAG is ? if Kafka does not say."
        })
final class ParticipantsCommand extends ViewCommand {

    @Override
    View look(Endpoints system) {
        JsonNode participants = api().get(system, system.orchestrator(), "/api/participants");
        return View.of(
                participants,
                () -> ParticipantLines.table(participants, terminal().now(), palette())
                        .lines(palette(), "no participants", false));
    }
}
