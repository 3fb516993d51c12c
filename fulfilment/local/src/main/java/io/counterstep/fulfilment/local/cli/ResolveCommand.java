package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "resolve",
        description = "Take a reply for given that a participant owes; nobody asks it whether it is so.",
        footer = {
            "",
            "For example, when the bank says by telephone that it has paid:",
            "  counterstep resolve ID --step payment --type PAYMENT_SUCCESS --why \"the bank says so\""
        })
final class ResolveCommand extends OneSagaCommand {

    @Option(names = "--step", required = true, paramLabel = "STEP", description = "The step that is waited for.")
    private String step = "";

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "The reply's message type.")
    private String type = "";

    @Option(
            names = "--body",
            defaultValue = "{}",
            paramLabel = "JSON",
            description = "The reply's own fields, as a JSON object (default: none).")
    private String body = "{}";

    @Override
    String operation() {
        return "resolve";
    }

    @Override
    String done() {
        return "takes " + type + " for given";
    }

    @Override
    void fill(ObjectNode request) {
        request.put("step", step).put("type", type).set("body", fields());
    }

    private JsonNode fields() {
        try {
            return Json.read(body);
        } catch (JacksonException notJson) {
            throw usage("--body must be a JSON object such as '{\"amount\":3}': " + notJson.getOriginalMessage());
        }
    }
}
