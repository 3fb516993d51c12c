package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;

@Command(name = "compensate", description = "Turn a saga back from where it is; what took effect is undone.")
final class CompensateCommand extends OneSagaCommand {

    @Override
    String operation() {
        return "compensate";
    }

    @Override
    String done() {
        return "turns back";
    }
}
