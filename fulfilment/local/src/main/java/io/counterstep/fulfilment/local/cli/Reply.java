package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The reply that is taken for given. */
final class Reply {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec command;

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "The reply's message type.")
    private String type = "";

    @Option(
            names = "--body",
            defaultValue = "{}",
            paramLabel = "JSON",
            description = "The reply's own fields, as a JSON object (default: none).")
    private String body = "{}";

    String type() {
        return type;
    }

    void fill(ObjectNode request) {
        request.put("type", type).set("body", fields());
    }

    private JsonNode fields() {
        try {
            return Json.read(body);
        } catch (JacksonException notJson) {
            throw new ParameterException(
                    command.commandLine(),
                    "--body must be a JSON object such as '{\"amount\":3}': " + notJson.getOriginalMessage());
        }
    }
}
