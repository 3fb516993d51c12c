package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;

@Command(
        name = "hold",
        description = {
            "Take back dead letters that wait to be replayed: one by its ID, or all of a topic, key or saga.",
            "Many are shown and asked for before."
        })
final class HoldCommand extends LettersCommand {

    @Override
    String operation() {
        return "hold";
    }

    @Override
    String before() {
        return "REPLAYING";
    }

    @Override
    String done() {
        return "is parked again";
    }

    @Override
    String doneToMany() {
        return "are parked again";
    }
}
