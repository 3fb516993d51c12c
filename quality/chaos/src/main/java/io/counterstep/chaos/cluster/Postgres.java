package io.counterstep.chaos.cluster;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only database server. */
final class Postgres implements Node {

    private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
    private static final Duration DIE_LIMIT = Duration.ofSeconds(15);

    private final EmbeddedDatabase.Places places;
    private final int port;
    private @Nullable EmbeddedDatabase database;
    private boolean frozen;

    Postgres(Path folder, Path programs, int port) {
        this.places = new EmbeddedDatabase.Places(
                folder.resolve("postgres"), programs, folder.resolve("logs").resolve("postgres.log"));
        this.port = port;
    }

    int port() {
        return port;
    }

    String jdbcUrl(Service service) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, service.database());
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public boolean isUp() {
        return server().isPresent();
    }

    @Override
    public void start() {
        thaw();
        if (!isUp()) {
            database = EmbeddedDatabase.start(
                    places,
                    port,
                    Arrays.stream(Service.values()).map(Service::database).toList());
        }
    }

    /** Waits all the same: it is up within a second or two. */
    @Override
    public void launch() {
        start();
    }

    @Override
    public void stop() {
        thaw();
        EmbeddedDatabase running = database;
        if (running != null && isUp()) {
            running.close();
        }
    }

    @Override
    public void kill() {
        Optional<ProcessHandle> server = server();
        if (server.isEmpty()) {
            return;
        }
        List<ProcessHandle> all = all(server.get());
        Signals.send("QUIT", List.of(server.get()));
        // a process that is stopped notices nothing else
        Signals.send("CONT", all);
        frozen = false;
        if (!ended(server.get())) {
            LOG.warn("PostgreSQL did not stop at once within {}: killing all its processes", DIE_LIMIT);
            Signals.send("KILL", all);
            ended(server.get());
        }
    }

    @Override
    public void freeze() {
        server().filter(it -> !frozen).ifPresent(server -> {
            // first the one that could start others
            Signals.send("STOP", List.of(server));
            Signals.send("STOP", server.descendants().toList());
            frozen = true;
        });
    }

    @Override
    public void thaw() {
        if (frozen) {
            server().ifPresent(server -> Signals.send("CONT", all(server)));
            frozen = false;
        }
    }

    @Override
    public String toString() {
        return name();
    }

    private Optional<ProcessHandle> server() {
        try {
            return EmbeddedDatabase.process(places.data().toRealPath());
        } catch (NoSuchFileException neverStarted) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot look for PostgreSQL's data in " + places.data(), failed);
        } catch (UncheckedIOException failed) {
            if (failed.getCause() instanceof NoSuchFileException) {
                return Optional.empty(); // stopped in order, the server removes its file
            }
            throw failed;
        }
    }

    private static List<ProcessHandle> all(ProcessHandle server) {
        List<ProcessHandle> all = new ArrayList<>(List.of(server));
        all.addAll(server.descendants().toList());
        return all;
    }

    private static boolean ended(ProcessHandle server) {
        try {
            server.onExit().get(DIE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failed) {
            throw new ClusterException("Cannot wait for PostgreSQL's end", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting for PostgreSQL's end", interrupted);
        }
    }
}
