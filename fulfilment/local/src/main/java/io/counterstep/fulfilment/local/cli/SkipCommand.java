package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "skip", description = "Go on without a step behind the pivot; it will never be done.")
final class SkipCommand extends OneSagaCommand {

    @Option(names = "--step", required = true, paramLabel = "STEP", description = "The step that is waited for.")
    private String step = "";

    @Override
    String operation() {
        return "skip";
    }

    @Override
    String done() {
        return "goes on without " + step;
    }

    @Override
    void fill(ObjectNode request) {
        request.put("step", step);
    }
}
