package io.counterstep.fulfilment.local.cli;

import java.util.List;
import java.util.Map;
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
        JsonNode letter = api().get(system, system.orchestrator(), LetterCommand.PATH + Api.encode(id));
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
        for (Map.Entry<String, JsonNode> header : letter.path("headers").properties()) {
            out().println(Texts.wrap(
                    "header   ", header.getKey() + ": " + header.getValue().asString("")));
        }
        for (JsonNode line : letter.path("history")) {
            out().println(Texts.wrap(
                    "%s  ".formatted(Json.show(line, "kind")),
                    Json.show(line, "at") + " by " + Json.show(line, "by") + ": " + Json.show(line, "why")));
            String before = Json.show(line, "before");
            if (!before.isEmpty()) {
                out().println(Texts.wrap("    it said ", before));
            }
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
