package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL server on the loopback address, with a database for each service.
 *
 * <p>What was committed is on disk (fsync and synchronous_commit are on). The data stays in its directory: a server
 * started there again goes on where the last one stopped, also after this JVM was killed, when the old server is found
 * and stopped first. Whoever can reach the loopback address can log in: it is for development and tests.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    /** The only user, a superuser. */
    public static final String USER = "postgres";

    /** Given because drivers ask for one; the server trusts the loopback address. */
    public static final String PASSWORD = "counterstep";

    /** Enough for five services' pools and the tools beside them. */
    public static final int MAX_CONNECTIONS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String MAINTENANCE_DATABASE = "postgres";

    private final PostgresPrograms programs;
    private final Path data;
    private final int port;
    private boolean closed;

    private EmbeddedDatabase(PostgresPrograms programs, Path data, int port) {
        this.programs = programs;
        this.data = data;
        this.port = port;
    }

    /**
     * Where to keep data, programs and log.
     *
     * @param data the server's data; created if it holds none
     * @param programs where the server's programs get unpacked, once; the folder may be shared
     * @param log what the server itself says, appended
     */
    public record Places(Path data, Path programs, Path log) {}

    /**
     * Starts the server, creates the databases that are missing, and returns when they can be used.
     *
     * @throws LocalException if the server does not start, or the data is of another major version
     */
    public static EmbeddedDatabase start(Places places, int port, Collection<String> databases) {
        PostgresPrograms programs = new PostgresPrograms(PostgresBinaries.in(places.programs()));
        Path data = create(places.data());
        refuseOtherVersion(data);
        RunningPostgres.stop(data, programs);
        initialize(data, programs);
        programs.run(
                        "pg_ctl",
                        "start",
                        "-D",
                        data.toString(),
                        "-w",
                        "-t",
                        "60",
                        "-l",
                        places.log().toAbsolutePath().toString(),
                        "-o",
                        serverOptions(port))
                .orThrow("Starting PostgreSQL on port %d (its log: %s)".formatted(port, places.log()));
        EmbeddedDatabase database = new EmbeddedDatabase(programs, data, port);
        try {
            database.createMissing(databases);
        } catch (SQLException failed) {
            database.close();
            throw new IllegalStateException("Creating the databases " + databases + " failed", failed);
        }
        return database;
    }

    /** Stops the server of a run that was killed; {@link #start} does so too, but a look at the ports comes before it. */
    static void stopLeftOver(Places places) {
        if (RunningPostgres.mayRunOn(places.data())) {
            RunningPostgres.stop(create(places.data()), new PostgresPrograms(PostgresBinaries.in(places.programs())));
        }
    }

    /** Where to connect to one of the databases, as {@link #USER}. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(LOOPBACK, port, database);
    }

    /** The server's first process, whose children are the others; empty if it does not run. */
    public Optional<ProcessHandle> process() {
        return process(data);
    }

    /** The same for a server that another process has started on that data. */
    public static Optional<ProcessHandle> process(Path data) {
        try {
            return RunningPostgres.serverNamedBy(data.resolve(RunningPostgres.PID_FILE), data);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read which process serves " + data, failed);
        }
    }

    /** Ends the server, rolling back what is open; the data stays. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        RunningPostgres.stop(data, programs);
    }

    private static Path create(Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException failed) {
            throw new LocalException(
                    "Cannot create PostgreSQL's data folder %s: %s.".formatted(folder, failed.getMessage()),
                    "Make its parent writable, or choose another folder (--data DIR).",
                    failed);
        }
    }

    private static void refuseOtherVersion(Path data) {
        Path versionFile = data.resolve("PG_VERSION");
        try {
            String found =
                    Files.exists(versionFile) ? Files.readString(versionFile).strip() : "";
            if (!found.isEmpty() && !found.equals(PostgresBinaries.MAJOR_VERSION)) {
                throw new LocalException(
                        "The data in %s was written by PostgreSQL %s; this is PostgreSQL %s and cannot read it."
                                .formatted(data, found, PostgresBinaries.MAJOR_VERSION),
                        "'./counterstep reset' deletes it; '--data DIR' leaves it and starts elsewhere.");
            }
        } catch (IOException failed) {
            throw new LocalException(
                    "Cannot read %s: %s.".formatted(versionFile, failed.getMessage()),
                    "Make it readable; it may belong to another user.",
                    failed);
        }
    }

    private static void initialize(Path data, PostgresPrograms programs) {
        // PG_VERSION comes early in initdb, so a run killed in between is told by what comes late.
        Path complete = data.resolve("counterstep.initialized");
        try {
            if (Files.exists(complete)) {
                return;
            }
            Folders.delete(data);
            programs.run(
                            "initdb",
                            "-D",
                            data.toString(),
                            "-U",
                            USER,
                            "--auth=trust",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--data-checksums")
                    .orThrow("Creating PostgreSQL's data in " + data);
            Files.createFile(complete);
        } catch (IOException failed) {
            throw new LocalException(
                    "Cannot write PostgreSQL's data to %s: %s.".formatted(data, failed.getMessage()),
                    "Make that folder writable, free some space, or choose another one (--data DIR).",
                    failed);
        }
    }

    private static String serverOptions(int port) {
        // No Unix socket: its path is limited to about 100 characters, and nobody here uses it.
        return List.of(
                        "port=" + port,
                        "listen_addresses=" + LOOPBACK,
                        "unix_socket_directories=",
                        "max_connections=" + MAX_CONNECTIONS,
                        "fsync=on",
                        "synchronous_commit=on",
                        "full_page_writes=on",
                        // statements here are short and many: compiling one costs more than it saves
                        "jit=off",
                        // the default is that of a spinning disk, for which reading a whole small table looks cheap
                        "random_page_cost=1.1",
                        "timezone=UTC")
                .stream()
                .map(setting -> "-c " + setting)
                .collect(Collectors.joining(" "));
    }

    private void createMissing(Collection<String> wanted) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(MAINTENANCE_DATABASE), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            Set<String> existing = new HashSet<>();
            try (ResultSet rows = statement.executeQuery("select datname from pg_database")) {
                while (rows.next()) {
                    existing.add(rows.getString(1));
                }
            }
            for (String name : wanted) {
                if (!existing.contains(name)) {
                    LOG.info("Creating the database {}", name);
                    statement.execute("create database " + statement.enquoteIdentifier(name, true));
                }
            }
        }
    }
}
