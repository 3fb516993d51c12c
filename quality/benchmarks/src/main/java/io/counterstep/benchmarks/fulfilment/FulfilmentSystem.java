package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.measure.KafkaCounters;
import io.counterstep.benchmarks.measure.PostgresCounters;
import io.counterstep.benchmarks.run.JavaProcess;
import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.RunningSystem;
import io.counterstep.fulfilment.local.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A running order system: Kafka, PostgreSQL and the five services, in processes of their own. Thread-safe. */
final class FulfilmentSystem implements AutoCloseable {

    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);

    private final JavaProcess process;
    private final RunningSystem running;
    private final List<Path> data;
    private final ProcessHandle postgres;
    private final PostgresCounters postgresCounters;
    private final KafkaCounters kafkaCounters;

    private FulfilmentSystem(JavaProcess process, RunningSystem running, Path folder) throws IOException, SQLException {
        this.process = process;
        this.running = running;
        Path database = database(folder);
        this.data = List.of(folder.resolve("kafka"), database);
        this.postgres = EmbeddedDatabase.process(database)
                .orElseThrow(() -> new IOException("PostgreSQL does not run on " + database));
        this.postgresCounters = new PostgresCounters(
                jdbcUrl(Service.ORDER).replaceFirst("/" + Service.ORDER.database() + "$", "/postgres"));
        this.kafkaCounters = new KafkaCounters(running.bootstrapServers());
    }

    /** @throws IllegalStateException if it does not start */
    static FulfilmentSystem start(Path folder) throws IOException, SQLException, InterruptedException {
        LocalOptions options = LocalOptions.temporaryIn(folder);
        Files.createDirectories(folder.resolve("logs"));
        PostgresCounters.enable(
                new EmbeddedDatabase.Places(
                        database(folder), options.programs(), folder.resolve("logs/postgresql.log")),
                options.ports().postgres());
        JavaProcess process =
                JavaProcess.start(folder.resolve("system.log"), SystemMain.class.getName(), List.of(folder.toString()));
        try {
            return new FulfilmentSystem(process, await(process, folder), folder);
        } catch (IOException | SQLException | InterruptedException | RuntimeException failed) {
            process.close();
            throw failed;
        }
    }

    private static RunningSystem await(JavaProcess process, Path folder) throws InterruptedException {
        long deadline = System.nanoTime() + START_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<RunningSystem> found = RunningSystem.find(folder);
            if (found.isPresent()) {
                return found.get();
            }
            if (process.process().waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new IllegalStateException("The order system did not start; its last words:\n" + process.lastWords());
    }

    /** Where the local system keeps PostgreSQL's data. */
    private static Path database(Path folder) {
        return folder.resolve("postgresql");
    }

    URI orderService() {
        String url = running.urls().get(Service.ORDER.label());
        if (url == null) {
            throw new IllegalStateException("the order system runs without its order service");
        }
        return URI.create(url);
    }

    URI orchestrator() {
        return URI.create(Objects.requireNonNull(running.urls().get(Service.ORCHESTRATOR.label())));
    }

    String bootstrapServers() {
        return running.bootstrapServers();
    }

    String jdbcUrl(Service service) {
        String url = running.jdbcUrls().get(service.label());
        if (url == null) {
            throw new IllegalStateException("the order system runs without a database for " + service);
        }
        return url;
    }

    Connection orders() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(Service.ORDER), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    }

    List<ProcessHandle> processes() {
        return List.of(process.process().toHandle(), postgres);
    }

    List<Path> data() {
        return data;
    }

    Map<String, Double> counters() throws Exception {
        Map<String, Double> totals = new HashMap<>(postgresCounters.read());
        totals.putAll(kafkaCounters.read());
        return totals;
    }

    Map<String, String> versions() throws SQLException {
        return new TreeMap<>(Map.of("Kafka", KafkaCounters.version(), "PostgreSQL", postgresCounters.version()));
    }

    @Override
    public void close() {
        kafkaCounters.close();
        process.close();
    }
}
