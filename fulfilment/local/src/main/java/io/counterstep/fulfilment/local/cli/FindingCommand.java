package io.counterstep.fulfilment.local.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "finding", description = "Show one finding of the audit, and what was sent to repair it.")
final class FindingCommand extends ClientCommand {

    private static final List<String> SHOWN =
            List.of("id", "state", "kind", "participant", "saga", "step", "detail", "foundAt", "closedAt", "repair");

    @Parameters(paramLabel = "FINDING", description = "The finding's number, as the audit lists it.")
    private long finding;

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        JsonNode found = api().get(system, system.orchestrator(), "/api/audit/findings/" + finding);
        if (json()) {
            print(found);
            return ExitCode.OK;
        }
        for (String field : SHOWN) {
            String value = Json.show(found, field);
            if (!value.isEmpty()) {
                out().println(Texts.wrap(String.format("%-11s ", field), value));
            }
        }
        for (JsonNode sent : found.path("repairs")) {
            out().println(Texts.wrap(
                    "repaired    ",
                    Json.show(sent, "at") + " by " + Json.show(sent, "by") + ": " + Json.show(sent, "why")));
            out().println(Texts.wrap("    ", Json.show(sent, "command")));
        }
        if (Json.show(found, "state").equals("OPEN")) {
            out().println(palette().faint("repair it with: counterstep repair " + finding + " --why TEXT [--preview]"));
        }
        out().flush();
        return ExitCode.OK;
    }
}
