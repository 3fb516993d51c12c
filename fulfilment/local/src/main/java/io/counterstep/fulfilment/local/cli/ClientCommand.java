package io.counterstep.fulfilment.local.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What all commands that talk to a running system share. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = Table.WIDTH)
abstract class ClientCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Mixin
    private final Connection connection = new Connection();

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    private final Api api = new Api();
    private Terminal terminal = new ThisTerminal();

    /** Shown elsewhere from now on, as in tests. */
    final void shownOn(Terminal other) {
        terminal = other;
    }

    final Terminal terminal() {
        return terminal;
    }

    final Api api() {
        return api;
    }

    final Connection connection() {
        return connection;
    }

    final boolean json() {
        return json;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final Palette palette() {
        return new Palette(Ansi.AUTO.enabled());
    }

    /** As it is called. */
    final String name() {
        return spec.name();
    }

    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Prints the document on one line, as tools that read lines like it. */
    final void print(JsonNode document) {
        out().println(document);
        out().flush();
    }
}
