package io.counterstep.fulfilment.local.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** In zsh the same script works: it switches on what zsh has for scripts of bash. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpWidth = Table.WIDTH,
        description = "Print a script that lets bash or zsh complete commands, options and states.",
        footer = {
            "",
            "For this terminal, or, in ~/.bashrc or ~/.zshrc, for every new one:",
            "  source <(./counterstep completion)"
        })
final class CompletionCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec program = spec.root();
        spec.commandLine().getOut().print(AutoComplete.bash(program.name(), program.commandLine()));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
