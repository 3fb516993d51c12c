package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;

@Command(name = "resume", description = "Let go on what was paused; what was held back is said.")
final class ResumeCommand extends GateCommand {

    @Override
    String operation() {
        return "resume";
    }

    @Override
    String done() {
        return "goes on";
    }

    @Override
    String effect(long held) {
        return "the commands of " + Texts.number(held) + " sagas would go, the oldest first";
    }
}
