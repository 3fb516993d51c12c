package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;

@Command(name = "retry", description = "Send again what a saga waits for; one that needs attention goes on.")
final class RetryCommand extends OneSagaCommand {

    @Override
    String operation() {
        return "retry";
    }

    @Override
    String done() {
        return "tries again";
    }
}
