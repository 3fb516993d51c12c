package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;

@Command(
        name = "replay",
        description = {
            "Publish dead letters once more where they stood: one by its ID, or all of a topic, key or saga.",
            "Many are shown and asked for before; then they go at a pace, the oldest first.",
            "Look at it with: counterstep dead-letters --state replaying"
        })
final class ReplayCommand extends LettersCommand {

    @Override
    String operation() {
        return "replay";
    }

    @Override
    String done() {
        return "waits for its turn";
    }

    @Override
    String doneToMany() {
        return "wait for their turn";
    }
}
