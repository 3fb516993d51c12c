package io.counterstep.fulfilment.local.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "dead-letter", description = "Show one dead letter: what it says, why it was put aside, what was done.")
final class DeadLetterCommand extends ClientCommand {

    private static final List<String> SHOWN =
            List.of("id", "state", "source", "type", "key", "saga", "diedAt", "reason", "body");

    @Parameters(paramLabel = "ID", description = "Its number, as dead-letters lists it.")
    private String id = "";

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        JsonNode letter = api().get(system, system.orchestrator(), "/api/dead-letters/" + Api.encode(id));
        if (json()) {
            print(letter);
            return ExitCode.OK;
        }
        for (String field : SHOWN) {
            String value = Json.show(letter, field);
            if (!value.isEmpty()) {
                out().println(Texts.wrap(String.format("%-8s ", field), value));
            }
        }
        for (JsonNode line : letter.path("history")) {
            out().println("%s %s by %s: %s"
                    .formatted(
                            Json.show(line, "at"),
                            Json.show(line, "kind"),
                            Json.show(line, "by"),
                            Json.show(line, "why")));
        }
        String stack = Json.show(letter, "stack");
        if (!stack.isEmpty()) {
            out().println();
            out().println(palette().faint(stack));
        }
        out().flush();
        return ExitCode.OK;
    }
}
