package io.counterstep.fulfilment.local.cli;

import io.counterstep.fulfilment.local.ResetCommand;
import io.counterstep.fulfilment.local.UpCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of {@code ./counterstep}. Exit codes are those of {@link ExitCode}, listed in {@code --help}. */
@Command(
        name = "counterstep",
        description = "Orders as sagas: place them, watch them, repair them.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpWidth = Table.WIDTH,
        exitCodeListHeading = "%nExit codes:%n")
public final class CounterstepCli implements Runnable {

    /** Every subcommand, in the order of the help. */
    private static final Class<?>[] SUBCOMMANDS = {
        UpCommand.class,
        OrderCommand.class,
        OrdersCommand.class,
        CancelCommand.class,
        OverviewCommand.class,
        SagasCommand.class,
        SagaCommand.class,
        WhyCommand.class,
        RetryCommand.class,
        CompensateCommand.class,
        ResolveCommand.class,
        SkipCommand.class,
        PauseCommand.class,
        ResumeCommand.class,
        BulkCommand.class,
        GatesCommand.class,
        ParticipantsCommand.class,
        DefinitionsCommand.class,
        DefinitionCommand.class,
        DeadLettersCommand.class,
        DeadLetterCommand.class,
        EditCommand.class,
        ReplayCommand.class,
        HoldCommand.class,
        DiscardCommand.class,
        AuditCommand.class,
        FindingCommand.class,
        RepairCommand.class,
        VerdictCommand.class,
        MischiefCommand.class,
        BenchCommand.class,
        ChaosCommand.class,
        ResetCommand.class,
        CompletionCommand.class,
    };

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    public static void main(String[] args) {
        CommandLine commandLine = commandLine();
        commandLine.setOut(utf8(FileDescriptor.out));
        commandLine.setErr(utf8(FileDescriptor.err));
        System.exit(commandLine.execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new CounterstepCli());
        commandLine.getCommandSpec().usageMessage().exitCodeList(ExitCode.meanings());
        for (Class<?> subcommand : SUBCOMMANDS) {
            String name = subcommand.getAnnotation(Command.class).name();
            commandLine.addSubcommand(name, new CommandLine(subcommand));
        }
        return commandLine
                .setExecutionExceptionHandler(new Failures())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpLongOptionsMaxWidth(30);
    }

    /** Arrows and dashes must survive a pipe, whatever the locale of the caller says. */
    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8),
                /* autoFlush= */ true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? For example: counterstep orders");
    }
}
