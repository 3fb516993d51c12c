package io.counterstep.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** PostgreSQL servers that outlived the process that started them, as they do when it is killed. */
final class LeftOvers {

    private static final String PID_FILE = "postmaster.pid";
    private static final int DEPTH = 5;
    private static final Duration END_WITHIN = Duration.ofSeconds(10);

    private LeftOvers() {}

    /** Ends those whose data is in that folder; a process that merely has the number of a dead one is left alone. */
    static void end(Path folder) throws IOException, InterruptedException {
        List<Path> pidFiles;
        try (Stream<Path> files = Files.find(folder, DEPTH, (file, attributes) -> file.endsWith(PID_FILE))) {
            pidFiles = files.toList();
        }
        for (Path pidFile : pidFiles) {
            Optional<ProcessHandle> server = server(pidFile);
            if (server.isPresent()) {
                LoggerFactory.getLogger(LeftOvers.class)
                        .info("Ending PostgreSQL {}", server.get().pid());
                end(server.get());
            }
        }
    }

    private static Optional<ProcessHandle> server(Path pidFile) throws IOException {
        String data = String.valueOf(pidFile.getParent());
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(line -> Long.parseLong(line.strip()))
                .flatMap(ProcessHandle::of)
                .filter(it -> it.info()
                        .command()
                        .filter(name -> name.endsWith("postgres"))
                        .isPresent())
                .filter(it -> it.info()
                        .arguments()
                        .filter(all -> Arrays.asList(all).contains(data))
                        .isPresent());
    }

    private static void end(ProcessHandle server) throws InterruptedException {
        server.destroy();
        try {
            server.onExit().get(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stays) {
            LoggerFactory.getLogger(LeftOvers.class).info("PostgreSQL {} is ended by force", server.pid(), stays);
            server.destroyForcibly();
        }
    }
}
