package io.counterstep.fulfilment.local;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reset}: deletes what {@code up} keeps. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = "Deletes all data and logs of the local system, which must not be running.")
public final class ResetCommand implements Callable<Integer> {

    private static final int REFUSED = 1;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder to delete (default: ${DEFAULT-VALUE}).",
            defaultValue = ".counterstep")
    private Path data = UpCommand.DEFAULT_DATA;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Spec
    private @Nullable CommandSpec spec;

    /** @return 0 if the folder is gone, 1 if it was left as it is */
    @Override
    public Integer call() {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true)
                : spec.commandLine().getOut();
        PrintWriter err = spec == null
                ? new PrintWriter(System.err, true)
                : spec.commandLine().getErr();
        Path folder = data.toAbsolutePath().normalize();
        try {
            if (!Files.exists(folder)) {
                out.println("Nothing to delete: there is no " + folder);
                return 0;
            }
            delete(folder);
            out.println("Deleted " + folder);
            return 0;
        } catch (LocalException refused) {
            err.println(refused.getMessage());
            return REFUSED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private void delete(Path folder) {
        if (!DataFolder.isOurs(folder)) {
            throw new LocalException(
                    folder + " was not made by './counterstep up'.", "Name the right folder with --data DIR.");
        }
        try (DataFolder taken = DataFolder.take(folder)) {
            confirm(folder);
            EmbeddedDatabase.stopLeftOver(taken.postgres(folder.resolve("programs")));
            Folders.delete(folder);
        } catch (IOException failed) {
            throw new LocalException(
                    "Cannot delete all of %s: %s.".formatted(folder, failed.getMessage()),
                    "Make it writable, or delete it by hand.",
                    failed);
        }
    }

    private void confirm(Path folder) {
        if (yes) {
            return;
        }
        Console console = System.console();
        String answer = console == null ? null : console.readLine("Delete all data in %s? [y/N] ", folder);
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new LocalException("Nothing was deleted.", "'--yes' deletes without asking.");
        }
    }
}
