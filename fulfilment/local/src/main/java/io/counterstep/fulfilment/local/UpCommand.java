package io.counterstep.fulfilment.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code up}: starts the whole system and stays until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts Kafka, PostgreSQL and the five services on this machine; Ctrl-C ends them.")
public final class UpCommand implements Callable<Integer> {

    static final Path DEFAULT_DATA = Path.of(".counterstep");

    /** Long enough to see in the console how sagas wait for a service that was killed. */
    private static final Duration RESTART_DELAY = Duration.ofSeconds(5);

    private static final int FAILED = 1;

    @Option(names = "--separate", description = "One process per service, so that one can be killed and watched.")
    private boolean separate;

    @Option(
            names = "--heap",
            paramLabel = "MB",
            description = "The most heap of each service's process, with --separate (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + LocalOptions.DEFAULT_HEAP_MEGABYTES)
    private int heapMegabytes = LocalOptions.DEFAULT_HEAP_MEGABYTES;

    @Option(
            names = "--without",
            paramLabel = "SERVICE",
            converter = ServiceConverter.class,
            completionCandidates = ServiceConverter.class,
            description = "Leave a service out, so that another can take its place: ${COMPLETION-CANDIDATES}."
                    + " Repeatable.")
    private List<Service> without = new ArrayList<>();

    @Option(names = "--port-offset", paramLabel = "N", description = "Move every port by N.")
    private int portOffset;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where data and logs are kept (default: ${DEFAULT-VALUE}).",
            defaultValue = ".counterstep")
    private Path data = DEFAULT_DATA;

    @Option(names = "--no-demo", description = "Start without demo customers, stock and carriers.")
    private boolean withoutDemo;

    @Spec
    private @Nullable CommandSpec spec;

    private final AtomicBoolean ending = new AtomicBoolean();

    /** @return 1 if it did not start; else it does not return, and the JVM ends with the signal's exit code */
    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true)
                : spec.commandLine().getOut();
        PrintWriter err = spec == null
                ? new PrintWriter(System.err, true)
                : spec.commandLine().getErr();
        long begin = System.nanoTime();
        LocalSystem system;
        try {
            LocalOptions options = options();
            // Before the first line is logged; a folder that cannot be used is refused here.
            DataFolder.open(options.data()).close();
            LocalLogging.to(options.data().resolve("logs"));
            say(out, "Starting Counterstep in " + options.data());
            system = LocalSystem.prepare(options, line -> say(out, "  " + line));
            endOnSignal(system, out);
            system.start();
        } catch (LocalException failed) {
            if (ending.compareAndSet(false, true)) {
                say(err, String.valueOf(failed.getMessage()));
            }
            return FAILED;
        }
        say(out, "Ready in %.1f s.".formatted((System.nanoTime() - begin) / 1e9));
        say(out, UpGuide.of(system));
        system.onServiceEnd((service, pid, exitCode) -> restart(system, service, pid, exitCode, out));
        new CountDownLatch(1).await();
        return 0;
    }

    private LocalOptions options() {
        Set<Service> services = EnumSet.allOf(Service.class);
        without.forEach(services::remove);
        return LocalOptions.in(data)
                .withPorts(Ports.offsetBy(portOffset))
                .withServices(services)
                .withSeparate(separate)
                .withHeapMegabytes(heapMegabytes)
                .withDemo(!withoutDemo);
    }

    private void endOnSignal(LocalSystem system, PrintWriter out) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end").unstarted(() -> {
            if (!ending.compareAndSet(false, true)) {
                // The start failed and has ended what it began.
                return;
            }
            say(out, "");
            long begin = System.nanoTime();
            system.close();
            say(out, "Stopped in %.1f s; the data stays.".formatted((System.nanoTime() - begin) / 1e9));
        }));
    }

    private void restart(LocalSystem system, Service service, long pid, int exitCode, PrintWriter out) {
        if (ending.get()) {
            return;
        }
        say(
                out,
                "%s (process %d) ended with exit code %d; starting it again in %d s."
                        .formatted(service, pid, exitCode, RESTART_DELAY.toSeconds()));
        CompletableFuture.delayedExecutor(RESTART_DELAY.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> startAgain(system, service, out));
    }

    private void startAgain(LocalSystem system, Service service, PrintWriter out) {
        if (ending.get()) {
            return;
        }
        try {
            system.start(service);
            say(
                    out,
                    "%s is back at %s as process %d."
                            .formatted(
                                    service,
                                    system.url(service),
                                    system.pid(service).orElse(-1)));
        } catch (LocalException failed) {
            // If it ends again, the listener hears of it and tries once more.
            say(out, String.valueOf(failed.getMessage()));
        }
    }

    private static void say(PrintWriter where, String line) {
        synchronized (where) {
            where.println(line);
            where.flush();
        }
    }
}
