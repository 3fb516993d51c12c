package io.counterstep.fulfilment.local.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "definition",
        description = {
            "Show the steps of a definition in their order, and how many sagas wait at each.",
            "Its versions: counterstep definitions NAME"
        })
final class DefinitionCommand extends ViewCommand {

    private static final String PATH = "/api/definitions/";

    @Parameters(paramLabel = "NAME", description = "Its name, e.g. fulfil-order.")
    private String name = "";

    @Option(
            names = "--definition-version",
            paramLabel = "N",
            description = "This version of it (default: with which new sagas start).")
    private @Nullable Integer version;

    @Override
    View look(Endpoints system) {
        String path = PATH + Api.encode(name);
        JsonNode definition =
                api().get(system, system.orchestrator(), version == null ? path : path + "/versions/" + version);
        String shown = Json.show(definition, "version");
        ObjectNode document = Json.object();
        document.set("definition", definition);
        api().get(system, system.orchestrator(), path + "/versions")
                .valueStream()
                .filter(it -> Json.show(it, "version").equals(shown))
                .findFirst()
                .ifPresent(it -> document.set("inUse", it));
        return View.of(document, () -> lines(definition, document.path("inUse")));
    }

    private List<String> lines(JsonNode definition, JsonNode inUse) {
        return new DefinitionLines(definition, inUse, palette()).lines();
    }
}
