package io.counterstep.fulfilment.local.cli;

import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What all commands share that do something to dead letters: who and why. */
abstract class LetterCommand extends ClientCommand {

    static final String PATH = "/api/dead-letters/";

    @Mixin
    private final Actor actor = new Actor();

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why; it goes into the history.")
    private String why = "";

    final ObjectNode because() {
        return actor.because(why);
    }

    final JsonNode post(String path, ObjectNode request) {
        Endpoints system = connection().endpoints();
        return api().post(system, system.orchestrator(), PATH + path, request, Map.of());
    }

    final int done(JsonNode answer, String said) {
        if (json()) {
            print(answer);
        } else {
            out().println(said);
            out().flush();
        }
        return ExitCode.OK;
    }
}
