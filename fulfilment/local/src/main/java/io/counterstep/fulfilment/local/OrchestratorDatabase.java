package io.counterstep.fulfilment.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The orchestrator's database of a local system, whether that runs or only its data is there. */
public final class OrchestratorDatabase implements AutoCloseable {

    public static final String USER = EmbeddedDatabase.USER;
    public static final String PASSWORD = EmbeddedDatabase.PASSWORD;

    private final String jdbcUrl;
    private final @Nullable AutoCloseable server;

    private OrchestratorDatabase(String jdbcUrl, @Nullable AutoCloseable server) {
        this.jdbcUrl = jdbcUrl;
        this.server = server;
    }

    /**
     * If the system does not run, its PostgreSQL is started until this is closed.
     *
     * @param data the system's folder
     * @param portOffset null if it is to be found out
     * @return empty if there is no data
     * @throws LocalException if the data is there, but cannot be used
     */
    public static Optional<OrchestratorDatabase> of(Path data, @Nullable Integer portOffset) {
        if (portOffset != null) {
            int port = Ports.offsetBy(portOffset).postgres();
            return Optional.of(new OrchestratorDatabase(
                    "jdbc:postgresql://127.0.0.1:" + port + "/" + Service.ORCHESTRATOR.database(), null));
        }
        Optional<RunningSystem> running = RunningSystem.find(data);
        if (running.isPresent()) {
            return running.map(it -> it.jdbcUrls().get(Service.ORCHESTRATOR.label()))
                    .map(it -> new OrchestratorDatabase(it, null));
        }
        if (!DataFolder.isOurs(data) || !Files.exists(data.resolve("postgresql"))) {
            return Optional.empty();
        }
        return Optional.of(started(data));
    }

    private static OrchestratorDatabase started(Path data) {
        DataFolder folder = DataFolder.open(data.toAbsolutePath().normalize());
        try {
            EmbeddedDatabase server = EmbeddedDatabase.start(
                    folder.postgres(data.toAbsolutePath().normalize().resolve("programs")),
                    Ports.free().postgres(),
                    List.of(Service.ORCHESTRATOR.database()));
            return new OrchestratorDatabase(server.jdbcUrl(Service.ORCHESTRATOR.database()), () -> {
                server.close();
                folder.close();
            });
        } catch (RuntimeException failed) {
            folder.close();
            throw failed;
        }
    }

    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** Keeps libraries from logging to the terminal of a command that has other things to say. */
    public static void quietly() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    }

    @Override
    public void close() {
        if (server != null) {
            try {
                server.close();
            } catch (Exception failed) {
                throw new IllegalStateException("cannot stop PostgreSQL at " + jdbcUrl, failed);
            }
        }
    }
}
