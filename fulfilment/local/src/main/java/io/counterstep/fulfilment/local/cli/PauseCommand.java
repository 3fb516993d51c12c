package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;

@Command(
        name = "pause",
        description = {
            "Hold back what a saga says, or what all say to a participant, or all sagas of a definition.",
            "Replies are still taken."
        })
final class PauseCommand extends GateCommand {

    @Override
    String operation() {
        return "pause";
    }

    @Override
    String done() {
        return "is paused";
    }
}
