package io.counterstep.fulfilment.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code initdb} and {@code pg_ctl}. */
final class PostgresPrograms {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path DEV_NULL = Path.of("/dev/null");

    private final Path home;

    /** @param home the folder that holds {@code bin/} */
    PostgresPrograms(Path home) {
        this.home = home;
    }

    /** What a program said, and whether it succeeded. */
    record Outcome(List<String> command, int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }

        Outcome orThrow(String attempted) {
            if (!succeeded()) {
                throw new LocalException(
                        "%s failed: %s".formatted(attempted, output.strip()),
                        "If the data is damaged, './counterstep reset' deletes it. The command was: "
                                + String.join(" ", command));
            }
            return this;
        }
    }

    /**
     * Runs one program to its end.
     *
     * @throws LocalException if it cannot be run at all or does not end within a minute
     */
    Outcome run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root. In a user namespace of its own the same files belong to "nobody",
            // who is neither root nor in need of other permissions.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            return run(command);
        } catch (IOException failed) {
            throw new LocalException(
                    "Cannot run PostgreSQL's %s: %s.".formatted(program, failed.getMessage()),
                    "Check that %s may be executed (a folder mounted noexec may not).".formatted(home),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalException("PostgreSQL's %s was interrupted.".formatted(program), "Start again.");
        }
    }

    private static Outcome run(List<String> command) throws IOException, InterruptedException {
        // A file, not a pipe: the server that pg_ctl leaves behind would hold the pipe open.
        Path output = Files.createTempFile("counterstep-postgresql-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(DEV_NULL.toFile())
                    .redirectOutput(output.toFile());
            builder.directory(new File(System.getProperty("java.io.tmpdir")));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("it did not end within " + LIMIT.toSeconds() + " s");
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            return new Outcome(command, process.exitValue(), explained(said));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String explained(String said) {
        if (said.contains("unshare failed") || said.contains("cannot be run as root")) {
            return said.strip() + System.lineSeparator()
                    + "As root, PostgreSQL needs a user namespace, which this machine (a container?) does not allow:"
                    + " run as an ordinary user.";
        }
        return said;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
