package io.counterstep.benchmarks.peers;

import io.counterstep.fulfilment.local.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * Restate's server as a child process on free loopback ports. It ends with {@link #close} or with this JVM, unless that
 * is killed.
 */
final class RestateServer implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    /** Instead of 24: on few cores fewer partitions mean larger batches; too few, and too little is on its way to the disk. */
    private static final int PARTITIONS = 8;

    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    private static final Duration CALL_WITHIN = Duration.ofSeconds(20);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 50;

    private final Process process;
    private final Thread endWithJvm;
    private final Path log;
    private final int ingress;
    private final int admin;

    private RestateServer(Process process, Path log, int ingress, int admin) {
        this.process = process;
        this.log = log;
        this.ingress = ingress;
        this.admin = admin;
        this.endWithJvm = new Thread(process::destroyForcibly, "end-restate");
        Runtime.getRuntime().addShutdownHook(endWithJvm);
    }

    /**
     * Returns when it takes registrations and calls.
     *
     * @param data where it keeps what is durable
     * @param folder for its configuration and log
     */
    static RestateServer start(Path program, Path data, Path folder) throws IOException, InterruptedException {
        Iterator<Integer> free = Ports.free().http().values().iterator();
        int ingress = free.next();
        int admin = free.next();
        int fabric = free.next();
        Files.createDirectories(data);
        Path log = folder.resolve("restate.log");
        Path configuration = Files.writeString(
                Files.createDirectories(folder).resolve("restate.toml"), configuration(data, ingress, admin, fabric));
        Process process = new ProcessBuilder(program.toString(), "--no-logo", "--config-file", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RestateServer server = new RestateServer(process, log, ingress, admin);
        try (HttpClient client = HttpClient.newHttpClient()) {
            server.awaitHealthy(client, admin, "/health");
            server.awaitHealthy(client, ingress, "/restate/health");
            return server;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    /** Addresses, places and the number of partitions; what concerns durability is the default, spelt out. */
    private static String configuration(Path data, int ingress, int admin, int fabric) {
        return """
                cluster-name = "benchmarks"
                node-name = "benchmarks"
                listen-mode = "tcp"
                bind-address = "%1$s:%5$d"
                advertised-address = "http://%1$s:%5$d/"
                base-dir = "%2$s"
                disable-telemetry = true
                log-filter = "warn"
                log-disable-ansi-codes = true
                default-replication = 1
                default-num-partitions = %6$d

                [ingress]
                bind-address = "%1$s:%3$d"

                [admin]
                bind-address = "%1$s:%4$d"
                disable-web-ui = true

                [log-server]
                rocksdb-disable-wal-fsync = false

                [bifrost.local]
                rocksdb-disable-wal = false
                rocksdb-disable-wal-fsync = false
                """.formatted(LOOPBACK, data.toAbsolutePath(), ingress, admin, fabric, PARTITIONS);
    }

    /** Makes the handlers served at that port callable. */
    void register(int workerPort) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(admin, "/deployments"))
                .timeout(CALL_WITHIN)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"uri\":\"http://%s:%d\"}".formatted(LOOPBACK, workerPort)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 201 && answer.statusCode() != 200) {
                throw new IOException("Registering the handlers at port %d with Restate failed with status %d: %s"
                        .formatted(workerPort, answer.statusCode(), answer.body()));
            }
        }
    }

    /** Where calls go in. */
    int ingress() {
        return ingress;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    private void awaitHealthy(HttpClient client, int port, String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isHealthy(client, port, path)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("Restate's server %s; its log is %s"
                        .formatted(
                                process.isAlive()
                                        ? "was not ready within " + READY_WITHIN
                                        : "ended with status " + process.exitValue(),
                                log));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static boolean isHealthy(HttpClient client, int port, String path) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri(port, path)).timeout(CALL_WITHIN).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static URI uri(int port, String path) {
        return URI.create("http://%s:%d%s".formatted(LOOPBACK, port, path));
    }

    /** Asks it to end and, after 20 s, ends it. Closing again does nothing. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(endWithJvm);
        } catch (IllegalStateException alreadyEnding) {
            // the hook finds the process ended
            return;
        }
    }
}
