package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;

@Command(
        name = "discard",
        description = {
            "Say that nothing is to be done about dead letters: one by its ID, or all of a topic, key or saga.",
            "Many are shown and asked for before.",
            "They stay listed for a time, but are never replayed."
        })
final class DiscardCommand extends LettersCommand {

    @Override
    String operation() {
        return "discard";
    }

    @Override
    String done() {
        return "is discarded";
    }

    @Override
    String doneToMany() {
        return "are discarded";
    }
}
