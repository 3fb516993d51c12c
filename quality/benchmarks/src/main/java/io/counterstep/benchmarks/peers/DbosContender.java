package io.counterstep.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import io.counterstep.benchmarks.Order;
import io.counterstep.benchmarks.Parts;
import io.counterstep.benchmarks.run.Quiet;
import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * DBOS Transact for Java on PostgreSQL 18: a library, so its workflows run in the load's JVM.
 *
 * <p><b>Durability.</b> The server is the one the engine is measured with: fsync and synchronous_commit on, each step and
 * compensation a step of the workflow, recorded by a transaction of its own before the next begins.
 *
 * <p><b>In its favour.</b> Workflows are started without a queue and run in virtual threads, as DBOS does by itself on Java
 * 21 and later; each caller waits for the result in this JVM, without polling the database, so there is no last step to tell
 * it; the number of the order is the workflow's id, which makes the start idempotent at no cost. The pool has 20
 * connections rather than DBOS's own 10, so that less of 512 sagas outstanding waits for one. DBOS logs warnings only; neither its admin server nor its Conductor is used.
 */
public final class DbosContender implements Contender {

    private static final String DATABASE = "dbos";
    private static final int POOL = 20;
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofMinutes(1);

    private final Parts parts = new Parts();
    private final Path data;
    private final EmbeddedDatabase database;
    private final DBOS dbos;
    private final DbosSaga saga;
    private final ExecutorService callers;
    private final Ends ends;

    private DbosContender(Path folder, Ends ends) throws IOException {
        this.ends = ends;
        this.data = folder.resolve("postgresql");
        Path log = Files.createDirectories(folder.resolve("logs")).resolve("postgresql.log");
        Quiet.below("dev.dbos");
        Quiet.below("com.zaxxer.hikari");
        try {
            database = parts.keep(EmbeddedDatabase.start(
                    new EmbeddedDatabase.Places(data, LocalOptions.sharedPrograms(), log),
                    Ports.free().postgres(),
                    List.of(DATABASE)));
            HikariDataSource pool = parts.keep(new HikariDataSource(pool(database)));
            dbos = parts.keep(new DBOS(DBOSConfig.defaults("benchmarks").withDataSource(pool)));
            saga = dbos.registerProxy(DbosSaga.class, new DbosSaga.Durable(dbos));
            dbos.launch();
            callers = Executors.newVirtualThreadPerTaskExecutor();
            parts.keep(callers::shutdownNow);
        } catch (RuntimeException failed) {
            parts.close();
            throw failed;
        }
    }

    /** @throws IOException if the folder cannot be written */
    public static Contender open(Path folder, Ends ends) throws IOException {
        return new DbosContender(folder, ends);
    }

    @Override
    public Map<String, String> versions() {
        return madeOf();
    }

    static Map<String, String> madeOf() {
        return Map.of("DBOS Transact for Java", DBOS.version());
    }

    private static HikariConfig pool(EmbeddedDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl(DATABASE));
        config.setUsername(EmbeddedDatabase.USER);
        config.setPassword(EmbeddedDatabase.PASSWORD);
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(POOL);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return config;
    }

    @Override
    public void begin(long number) {
        callers.execute(() -> run(number));
    }

    private void run(long number) {
        try {
            Order order = Order.of(number);
            boolean completed = dbos.startWorkflow(() -> saga.run(order), new StartWorkflowOptions(order.orderId()))
                    .getResult();
            ends.ended(number, completed);
        } catch (RuntimeException failed) {
            ends.failed("saga " + number + " did not end: " + failed);
        }
    }

    @Override
    public List<ProcessHandle> processes() {
        return database.process().stream().toList();
    }

    @Override
    public List<Path> data() {
        return List.of(data);
    }

    @Override
    public void close() {
        parts.close();
    }
}
