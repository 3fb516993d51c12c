package io.counterstep.fulfilment.local;

import picocli.CommandLine;

/** Runs {@code up} and {@code reset} as the command line does. */
final class UpMain {

    @CommandLine.Command(
            name = "counterstep",
            subcommands = {UpCommand.class, ResetCommand.class})
    private static final class Commands {}

    private UpMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Commands()).execute(arguments));
    }
}
