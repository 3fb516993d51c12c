package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A service as a child process, which ends when this process does, however that ends. */
final class ServiceInOwnProcess implements RunningService {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int CONNECT_TIMEOUT_MILLIS = 500;
    private static final int FIRST_TO_WARN = 24;

    /** Five JVMs start at once on few cores: quick to start counts more than the last bit of speed. */
    private static final List<String> JVM_OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Service service;
    private final Process process;
    private final int port;
    private final Path log;

    private ServiceInOwnProcess(Service service, Process process, int port, Path log) {
        this.service = service;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Returns at once; see {@link #awaitReady()}. */
    static ServiceInOwnProcess start(
            Service service, String mainClass, List<String> arguments, int port, int heapMegabytes, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes + "m");
        command.addAll(JVM_OPTIONS);
        command.addAll(withoutWarnings());
        command.addAll(List.of("-cp", classPath(), ServiceMain.class.getName(), service.label(), mainClass));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ServiceInOwnProcess(service, process, port, log);
        } catch (IOException failed) {
            throw new LocalException(
                    "Cannot start a process for the %s service: %s.".formatted(service, failed.getMessage()),
                    "Without '--separate' all services run in one process.",
                    failed);
        }
    }

    /** Completed with the exit code when the process has ended. */
    CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(process.pid());
    }

    @Override
    public void awaitReady() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (ended(POLL)) {
                throw new LocalException(
                        "The %s service ended while starting, with exit code %d."
                                .formatted(service, process.exitValue()),
                        "Its log says why: " + log);
            }
            if (System.nanoTime() > deadline) {
                throw new LocalException(
                        "The %s service did not answer on port %d within %d s."
                                .formatted(service, port, START_LIMIT.toSeconds()),
                        "Its log may say why: " + log);
            }
        }
    }

    @Override
    public void close() {
        // Process.destroy() would also close the pipe, by which the service would take its launcher for dead.
        process.toHandle().destroy();
        if (!ended(STOP_LIMIT)) {
            kill();
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        ended(STOP_LIMIT);
    }

    private boolean ended(Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalException("Waiting for the %s service was interrupted.".formatted(service), "Start again.");
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Kafka and Tomcat do by design what newer JDKs warn about. */
    private static List<String> withoutWarnings() {
        return Runtime.version().feature() < FIRST_TO_WARN
                ? List.of()
                : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    private static String classPath() {
        // Under Surefire the class path is a jar that names the real one; both work, the short one always fits.
        return System.getProperty("java.class.path");
    }
}
