package io.counterstep.fulfilment.local.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** Runs the command line as a process would, and keeps what it said. */
record Cli(int exitCode, String out, String err) {

    static Cli run(String... args) {
        return runOn(FakeTerminal.pipe(0), args);
    }

    static Cli runOn(Terminal terminal, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = CounterstepCli.commandLine();
        showOn(terminal, commandLine);
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int exitCode = commandLine.execute(args);
        return new Cli(exitCode, out.toString(), err.toString());
    }

    private static void showOn(Terminal terminal, CommandLine parent) {
        for (CommandLine subcommand : parent.getSubcommands().values()) {
            if (subcommand.getCommand() instanceof ClientCommand command) {
                command.shownOn(terminal);
            }
            showOn(terminal, subcommand);
        }
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
