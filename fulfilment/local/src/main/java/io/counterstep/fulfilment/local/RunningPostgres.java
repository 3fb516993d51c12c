package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server that runs on a data directory, whoever started it: kill -9 ends the JVM alone, and the server keeps its
 * port and its data.
 */
final class RunningPostgres {

    private static final Logger LOG = LoggerFactory.getLogger(RunningPostgres.class);
    static final String PID_FILE = "postmaster.pid";

    private RunningPostgres() {}

    /** Whether there is anything to stop or tidy up. */
    static boolean mayRunOn(Path data) {
        return Files.exists(data.resolve(PID_FILE));
    }

    /**
     * Afterwards no server runs on this data directory and one can be started. A process that merely got the number of a
     * dead server is left alone.
     */
    static void stop(Path data, PostgresPrograms programs) {
        Path pidFile = data.resolve(PID_FILE);
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            Optional<ProcessHandle> server = serverNamedBy(pidFile, data);
            if (server.isEmpty()) {
                removeIfMisleading(pidFile);
                return;
            }
            LOG.info("Stopping PostgreSQL {}", server.get().pid());
            String directory = data.toString();
            if (!programs.run("pg_ctl", "stop", "-D", directory, "-m", "fast", "-w", "-t", "20")
                    .succeeded()) {
                programs.run("pg_ctl", "stop", "-D", directory, "-m", "immediate", "-w", "-t", "20")
                        .orThrow("Stopping PostgreSQL " + server.get().pid());
            }
        } catch (IOException failed) {
            throw new LocalException(
                    "Cannot read or remove %s: %s.".formatted(pidFile, failed.getMessage()),
                    "Make it writable; it may belong to another user.",
                    failed);
        }
    }

    /**
     * The file of a dead server is left to the next one, which finds by it whether children of the dead one still write;
     * only a file that names a stranger, or nothing, would keep it from starting.
     */
    private static void removeIfMisleading(Path pidFile) throws IOException {
        Optional<Long> pid = pidIn(pidFile);
        if (pid.isEmpty()
                || ProcessHandle.of(pid.get()).filter(ProcessHandle::isAlive).isPresent()) {
            LOG.info("Removing {}: it does not name a server on this data", pidFile);
            Files.deleteIfExists(pidFile);
        }
    }

    private static Optional<Long> pidIn(Path pidFile) throws IOException {
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    /** The server's process, if the file names one that is alive and really is a server on this data. */
    static Optional<ProcessHandle> serverNamedBy(Path pidFile, Path data) throws IOException {
        return pidIn(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> isServerOn(process, data));
    }

    private static boolean isServerOn(ProcessHandle process, Path data) {
        ProcessHandle.Info info = process.info();
        boolean postgres = info.command()
                .map(Path::of)
                .filter(path -> path.endsWith("postgres"))
                .isPresent();
        Optional<String[]> arguments = info.arguments();
        // macOS does not always tell the arguments; the program's name has to do then.
        return postgres
                && (arguments.isEmpty() || Arrays.asList(arguments.get()).contains(data.toString()));
    }
}
