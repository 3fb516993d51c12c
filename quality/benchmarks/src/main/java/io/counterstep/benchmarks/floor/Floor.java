package io.counterstep.benchmarks.floor;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.EmbeddedKafka;
import io.counterstep.fulfilment.local.LocalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Bare Kafka, then bare PostgreSQL, each alone on the machine, with the settings under which the sagas run. */
public final class Floor implements AutoCloseable {

    private final LocalOptions options;
    private final Duration warmUp;
    private final Duration measured;
    private @Nullable EmbeddedDatabase database;
    private boolean closed;

    /** @param folder empty; what is in it afterwards is the caller's to delete */
    public Floor(Path folder, Duration warmUp, Duration measured) {
        this.options = LocalOptions.temporaryIn(folder);
        this.warmUp = warmUp;
        this.measured = measured;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end").unstarted(this::close));
    }

    public FloorFigures measure(FloorPlan plan)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        return new FloorFigures(kafka(plan), sql(plan));
    }

    private double kafka(FloorPlan plan) throws InterruptedException, ExecutionException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(
                options.data().resolve("kafka"),
                options.ports().kafka(),
                options.ports().controller())) {
            return new KafkaFloor(kafka.bootstrapServers()).recordsPerSecond(plan.recordBytes(), warmUp, measured);
        }
    }

    private double sql(FloorPlan plan) throws IOException, SQLException, InterruptedException {
        Path logs = Files.createDirectories(options.data().resolve("logs"));
        EmbeddedDatabase started = start(
                new EmbeddedDatabase.Places(
                        options.data().resolve("postgresql"), options.programs(), logs.resolve("postgresql.log")),
                List.copyOf(plan.databases().keySet()));
        return new SqlFloor(started::jdbcUrl, plan.databases())
                .rowsPerSecond(Runtime.getRuntime().availableProcessors(), warmUp, measured);
    }

    private synchronized EmbeddedDatabase start(EmbeddedDatabase.Places places, List<String> databases) {
        if (closed) {
            throw new IllegalStateException("closed before PostgreSQL was started");
        }
        EmbeddedDatabase started =
                EmbeddedDatabase.start(places, options.ports().postgres(), databases);
        database = started;
        return started;
    }

    /** Ends what runs; PostgreSQL would outlive this process. */
    @Override
    public synchronized void close() {
        closed = true;
        if (database != null) {
            database.close();
        }
    }
}
