package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

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
            KafkaNode.format(data, Uuid.randomUuid().toString(), NODE_ID);
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
        Map<String, String> settings = KafkaNode.settings(data, NODE_ID);
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("listeners", broker + "," + KafkaNode.CONTROLLER_LISTENER + "://" + controller);
        settings.put("advertised.listeners", broker);
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT," + KafkaNode.CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.putAll(SINGLE_NODE);
        return settings;
    }

    private static final Map<String, String> SINGLE_NODE = Map.of(
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1");
}
