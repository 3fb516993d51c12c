package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Mixin
    private final Reply reply = new Reply();

    @Override
    String operation() {
        return "resolve";
    }

    @Override
    String done() {
        return "takes " + reply.type() + " for given";
    }

    @Override
    void fill(ObjectNode request) {
        reply.fill(request.put("step", step));
    }
}
