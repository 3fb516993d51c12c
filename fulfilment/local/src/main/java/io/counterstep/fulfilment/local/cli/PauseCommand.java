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

    @Override
    String effect(long held) {
        return "what is said from then on would be held back, behind " + Texts.number(held) + " sagas";
    }
}
