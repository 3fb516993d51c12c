package io.counterstep.systemtests.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The PostgreSQL that runs on a local system's data, whoever started it. */
record PostgresServer(Path data) {

    private static final Duration DEAD_WITHIN = Duration.ofSeconds(20);

    /** @param data the local system's folder */
    static PostgresServer of(Path data) {
        return new PostgresServer(data.resolve("postgresql"));
    }

    /** kill -9 for the server and its children, by the pid that it wrote itself; does nothing if none runs. */
    void kill() {
        Path pidFile = data.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            Optional<ProcessHandle> found = ProcessHandle.of(pid)
                    .filter(it -> it.info().command().orElse("").endsWith("postgres"));
            if (found.isPresent()) {
                ProcessHandle server = found.get();
                List<ProcessHandle> children = server.descendants().toList();
                server.destroyForcibly();
                children.forEach(ProcessHandle::destroyForcibly);
                await("PostgreSQL " + pid + " is dead")
                        .atMost(DEAD_WITHIN)
                        .until(() -> !server.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot read " + pidFile + " to end its PostgreSQL", unreadable);
        }
    }
}
