package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka broker that is its own KRaft controller, in this JVM, listening on the loopback address only.
 *
 * <p>The data stays in its directory: a broker started there again goes on where the last one stopped, also after the
 * JVM was killed. Records survive the death of the process, not a power failure, because the broker leaves writing to
 * disk to the operating system, as Kafka does by default.
 *
 * <p>Topics are never created by being named (auto creation is off). Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE_ID = 1;
    private static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String LOOPBACK = "127.0.0.1";

    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it takes requests, after about three seconds in a cold JVM.
     *
     * @param directory the broker's data; created and formatted if it holds none
     * @throws LocalException if the data cannot be used by this version of Kafka
     */
    public static EmbeddedKafka start(Path directory, int brokerPort, int controllerPort) {
        Path data = directory.toAbsolutePath();
        format(data);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings(data, brokerPort, controllerPort), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException failed) {
            server.shutdown();
            throw failed;
        }
        return new EmbeddedKafka(server, brokerPort);
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return LOOPBACK + ":" + port;
    }

    /** Ends the broker in order; its data stays. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path data) {
        try {
            Files.createDirectories(data);
            if (Files.exists(data.resolve("meta.properties"))) {
                return;
            }
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName(CONTROLLER_LISTENER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException failed) {
            throw new LocalException(
                    "Cannot write Kafka's data to %s: %s.".formatted(data, failed.getMessage()),
                    "Make that folder writable, free some space, or choose another folder (--data DIR).",
                    failed);
        } catch (Exception failed) {
            throw new IllegalStateException("Formatting Kafka's data directory " + data + " failed", failed);
        }
    }

    private static Map<String, String> settings(Path data, int brokerPort, int controllerPort) {
        String broker = "PLAINTEXT://" + LOOPBACK + ":" + brokerPort;
        String controller = LOOPBACK + ":" + controllerPort;
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("listeners", broker + "," + CONTROLLER_LISTENER + "://" + controller);
        settings.put("advertised.listeners", broker);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("log.dirs", data.toString());
        settings.put("metric.reporters", "");
        settings.put("auto.create.topics.enable", "false");
        settings.putAll(SINGLE_NODE);
        settings.putAll(QUICK_TO_NOTICE);
        settings.putAll(SMALL);
        return settings;
    }

    private static final Map<String, String> SINGLE_NODE = Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "share.coordinator.state.topic.num.partitions", "1");

    /**
     * A member that was killed must not hold its partitions for the usual 45 s: after kill -9 the next start would
     * seem to hang for as long.
     */
    private static final Map<String, String> QUICK_TO_NOTICE = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "group.consumer.session.timeout.ms", "6000",
            "group.consumer.min.session.timeout.ms", "6000",
            "group.consumer.heartbeat.interval.ms", "1000",
            "group.consumer.min.heartbeat.interval.ms", "1000");

    /** Threads, buffers and segments for one machine; a week of records, as the seed's topics would keep. */
    private static final Map<String, String> SMALL = Map.of(
            "num.network.threads", "2",
            "num.io.threads", "4",
            "background.threads", "2",
            "log.cleaner.dedupe.buffer.size", "4194304",
            "log.segment.bytes", "67108864",
            "log.retention.hours", "168");
}
