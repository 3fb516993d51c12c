package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka, PostgreSQL and the five services on this machine, on the loopback address only.
 *
 * <pre>{@code
 * try (LocalSystem system = LocalSystem.start(LocalOptions.temporary())) {
 *     http.post(system.orderUrl() + "/orders", …);
 * }
 * }</pre>
 *
 * <p>Whatever ends this JVM, no service outlives it; a PostgreSQL that outlives kill -9 is found by the next start in
 * the same folder. Thread-safe.
 */
public final class LocalSystem implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalSystem.class);
    private static final String LOOPBACK = "127.0.0.1";

    /** How long the processes of a run that was killed may take to give their ports back. */
    private static final Duration PATIENCE_AFTER_KILL = Duration.ofSeconds(15);

    private final LocalOptions options;
    private final Consumer<String> progress;
    private final ExecutorService starters = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("local-", 0).daemon().factory());
    private final Map<Service, RunningService> services = new ConcurrentHashMap<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Object infrastructureLock = new Object();
    private volatile ServiceEndListener endListener = (service, pid, exitCode) -> {};
    private volatile @Nullable DataFolder folder;
    private volatile @Nullable CompletableFuture<EmbeddedKafka> kafka;
    private volatile @Nullable CompletableFuture<EmbeddedDatabase> database;

    /** Hears of a service process that ended without being asked to. Called on a thread that must not be kept long. */
    @FunctionalInterface
    public interface ServiceEndListener {
        void ended(Service service, long pid, int exitCode);
    }

    private LocalSystem(LocalOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Starts everything and returns when it can be used.
     *
     * @throws LocalException if a port is taken, the folder is in use or not writable, or its data does not fit
     */
    public static LocalSystem start(LocalOptions options) {
        LocalSystem system = prepare(options, line -> {});
        system.start();
        return system;
    }

    /**
     * A system that {@link #start()} will start: what a shutdown hook needs, to end one that is still starting.
     *
     * @param progress hears a line when a part is ready, from several threads
     */
    static LocalSystem prepare(LocalOptions options, Consumer<String> progress) {
        return new LocalSystem(options, progress);
    }

    void start() {
        try {
            startInfrastructure();
            startServices();
            RunningSystem.of(options, this).write(options.data());
        } catch (IOException failed) {
            close();
            throw new LocalException(
                    "Cannot write to %s: %s.".formatted(options.data(), failed.getMessage()),
                    "Make that folder writable, or free some space.",
                    failed);
        } catch (RuntimeException failed) {
            close();
            throw StartFailure.explain(failed, options);
        }
    }

    private void startInfrastructure() throws IOException {
        DataFolder opened = DataFolder.open(options.data());
        folder = opened;
        boolean killedBefore = RunningSystem.wasKilled(options.data());
        RunningSystem.remove(options.data());
        EmbeddedDatabase.Places places = opened.postgres(options.programs());
        EmbeddedDatabase.stopLeftOver(places);
        PortCheck.requireFree(options, killedBefore ? PATIENCE_AFTER_KILL : Duration.ZERO);

        CompletableFuture<EmbeddedDatabase> databaseStart;
        CompletableFuture<EmbeddedKafka> kafkaStart;
        synchronized (infrastructureLock) {
            if (closing.get()) {
                throw new LocalException("The start was broken off.", "Start again.");
            }
            databaseStart = timed(
                    "PostgreSQL   " + LOOPBACK + ":" + options.ports().postgres(),
                    () -> EmbeddedDatabase.start(places, options.ports().postgres(), databases()));
            kafkaStart = timed(
                    "Kafka        " + bootstrapServers(),
                    () -> EmbeddedKafka.start(
                            opened.kafka(),
                            options.ports().kafka(),
                            options.ports().controller()));
            database = databaseStart;
            kafka = kafkaStart;
        }
        join(List.of(databaseStart, kafkaStart));
    }

    private void startServices() {
        if (!options.separate()) {
            LocalLogging.keepFromServices();
            // Tomcat leaves its folder there for the whole JVM; of a system that has ended it is gone, and five
            // Tomcats that all find it missing and make it at once get in each other's way.
            System.clearProperty("catalina.home");
        }
        List<CompletableFuture<?>> starts = new ArrayList<>();
        for (Service service : Service.values()) {
            if (options.services().contains(service)) {
                starts.add(timed("%-12s %s".formatted(service, url(service)), () -> launch(service)));
            }
        }
        join(starts);
    }

    /**
     * Starts a service that was stopped, killed or left out, and returns when it answers.
     *
     * @throws IllegalStateException if it runs already
     */
    public void start(Service service) {
        if (services.containsKey(service)) {
            throw new IllegalStateException("The " + service + " service runs already at " + url(service));
        }
        launch(service);
    }

    private RunningService launch(Service service) {
        String mainClass = options.mainClassOf(service);
        List<String> arguments = ServiceArguments.of(service, options, bootstrapServers(), jdbcUrl(service));
        RunningService started = options.separate()
                ? launchProcess(service, mainClass, arguments)
                : ServiceInThisJvm.start(service, mainClass, arguments);
        services.put(service, started);
        if (closing.get()) {
            started.close();
        }
        started.awaitReady();
        return started;
    }

    private RunningService launchProcess(Service service, String mainClass, List<String> arguments) {
        ServiceInOwnProcess process = ServiceInOwnProcess.start(
                service, mainClass, arguments, options.ports().of(service), options.heapMegabytes(), logOf(service));
        process.onExit().thenAccept(exitCode -> {
            if (services.remove(service, process) && !closing.get()) {
                endListener.ended(service, process.pid().orElseThrow(), exitCode);
            }
        });
        return process;
    }

    /** Ends one service in order; one that does not run is stopped already. */
    public void stop(Service service) {
        RunningService running = services.remove(service);
        if (running != null) {
            running.close();
        }
    }

    /**
     * Ends one service as kill -9 does.
     *
     * @throws UnsupportedOperationException if the services share this JVM
     */
    public void kill(Service service) {
        RunningService running = services.remove(service);
        if (running != null) {
            running.kill();
        }
    }

    /** Whether the service was started here and has not ended. */
    public boolean isRunning(Service service) {
        return services.containsKey(service);
    }

    /** The process of a service that has one of its own and runs. */
    public OptionalLong pid(Service service) {
        RunningService running = services.get(service);
        return running == null ? OptionalLong.empty() : running.pid();
    }

    /** Replaces who hears of service processes that end by themselves. */
    public void onServiceEnd(ServiceEndListener listener) {
        endListener = listener;
    }

    /** Where the service answers HTTP, without a slash at the end; also for a service that was left out. */
    public String url(Service service) {
        return "http://" + LOOPBACK + ":" + options.ports().of(service);
    }

    /** The order service, where orders are placed. */
    public String orderUrl() {
        return url(Service.ORDER);
    }

    /** The orchestrator's API of sagas. */
    public String sagasUrl() {
        return url(Service.ORCHESTRATOR) + "/api/sagas";
    }

    /** What Kafka clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return LOOPBACK + ":" + options.ports().kafka();
    }

    /** The service's own database; log in as {@link EmbeddedDatabase#USER}. */
    public String jdbcUrl(Service service) {
        return "jdbc:postgresql://%s:%d/%s".formatted(LOOPBACK, options.ports().postgres(), service.database());
    }

    public LocalOptions options() {
        return options;
    }

    /** Where a service that is a process of its own writes what it has to say. */
    java.nio.file.Path logOf(Service service) {
        return options.data().resolve("logs").resolve(service.label() + ".log");
    }

    /**
     * Ends everything in order: services first, then Kafka and PostgreSQL. Also ends a system that is still starting.
     * Closing again only waits until that is done.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            closed.join();
            return;
        }
        try {
            endAll(services.values());
            services.clear();
            endAll(infrastructure());
            starters.shutdown();
            giveFolderBack();
        } finally {
            closed.complete(null);
        }
    }

    private List<AutoCloseable> infrastructure() {
        List<AutoCloseable> started = new ArrayList<>();
        synchronized (infrastructureLock) {
            addIfStarted(kafka, started);
            addIfStarted(database, started);
        }
        return started;
    }

    private void endAll(Iterable<? extends AutoCloseable> parts) {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (AutoCloseable part : parts) {
            ends.add(CompletableFuture.runAsync(() -> end(part), starters));
        }
        ends.forEach(CompletableFuture::join);
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failed) {
            // The other parts must still be ended.
            LOG.warn("Ending {} failed", part, failed);
        }
    }

    private static void addIfStarted(
            @Nullable CompletableFuture<? extends AutoCloseable> start, List<AutoCloseable> parts) {
        if (start == null) {
            return;
        }
        try {
            // One that is just starting cannot be stopped half-way; it is a matter of seconds.
            parts.add(start.join());
        } catch (CompletionException neverStarted) {
            LOG.debug("Nothing to end: it did not start", neverStarted);
        }
    }

    private void giveFolderBack() {
        DataFolder held = folder;
        if (held == null) {
            return;
        }
        try {
            RunningSystem.remove(options.data());
            held.close();
            if (options.deleteData()) {
                Folders.delete(options.data());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot tidy up " + options.data(), failed);
        }
    }

    private List<String> databases() {
        return List.of(Service.values()).stream().map(Service::database).toList();
    }

    private <T> CompletableFuture<T> timed(String what, Supplier<T> start) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long begin = System.nanoTime();
                    T started = start.get();
                    progress.accept("%-45s %4.1f s".formatted(what, (System.nanoTime() - begin) / 1e9));
                    return started;
                },
                starters);
    }

    /** Waits for all, so that none is still starting when the others get closed, then passes on the first failure. */
    private static void join(List<? extends CompletableFuture<?>> starts) {
        CompletableFuture<Void> all = CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new));
        try {
            all.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
