package io.counterstep.systemtests.faults;

import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.RunningSystem;
import io.counterstep.fulfilment.local.cli.CounterstepCli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The whole system as a process of its own, as {@code ./counterstep up} starts it; to be killed. */
final class UpProcess implements AutoCloseable {

    private static final Duration START_WITHIN = Duration.ofMinutes(3);
    private static final Duration END_WITHIN = Duration.ofSeconds(20);

    /** The documented ports, before the offset. */
    private static final List<Integer> PORTS = List.of(8080, 8081, 8082, 8083, 8084, 9092, 9093, 5433);

    private final Process process;
    private final Path data;
    private final RunningSystem running;

    private UpProcess(Process process, Path data, RunningSystem running) {
        this.process = process;
        this.data = data;
        this.running = running;
    }

    /** Starts it and returns when it can be used; its output goes to a file beside the data. */
    static UpProcess start(Path data, int portOffset) throws IOException {
        return start(data, portOffset, Map.of());
    }

    /** @param settings environment variables, such as {@code COUNTERSTEP_RECOVERY_THRESHOLD}, for all services */
    static UpProcess start(Path data, int portOffset, Map<String, String> settings) throws IOException {
        Path log = data.resolveSibling("up.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        // Surefire hides the real class path behind a manifest-only jar.
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CounterstepCli.class.getName(),
                        "up",
                        "--data",
                        data.toString(),
                        "--port-offset",
                        Integer.toString(portOffset))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(settings);
        Process process = builder.start();
        try {
            RunningSystem running = await("the system runs (its output: " + log + ")")
                    .atMost(START_WITHIN)
                    .failFast(() -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException("it ended: " + Files.readString(log));
                        }
                    })
                    .until(() -> RunningSystem.find(data), Optional::isPresent)
                    .orElseThrow();
            return new UpProcess(process, data, running);
        } catch (RuntimeException failed) {
            process.destroyForcibly();
            PostgresServer.of(data).kill();
            throw failed;
        }
    }

    /** An offset by which every port is free at this moment. */
    static int freeOffset() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(11_000, 21_000))
                .limit(1_000)
                .filter(offset -> PORTS.stream().allMatch(port -> isFree(port + offset)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no offset leaves all of " + PORTS + " free"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    String orderUrl() {
        return url("order");
    }

    private String url(String service) {
        String url = running.urls().get(service);
        if (url == null) {
            throw new IllegalStateException("no " + service + " in " + running);
        }
        return url;
    }

    String ordersJdbcUrl() {
        return jdbcUrl("order");
    }

    String jdbcUrl(String service) {
        String url = running.jdbcUrls().get(service);
        if (url == null) {
            throw new IllegalStateException("no database of " + service + " in " + running);
        }
        return url;
    }

    /** kill -9: the JVM with the broker and all services. PostgreSQL, a process of its own, is left over. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(END_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " survived kill -9");
        }
    }

    PostgresServer postgres() {
        return PostgresServer.of(data);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        postgres().kill();
    }
}
