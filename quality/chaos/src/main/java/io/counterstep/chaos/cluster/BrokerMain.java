package io.counterstep.chaos.cluster;

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
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The main class of one broker of three, which is a controller too and ends with the process that started it. */
final class BrokerMain {

    static final String READY = "ready";

    private static final String CONTROLLER = "CONTROLLER";
    private static final String LOOPBACK = "127.0.0.1";

    private BrokerMain() {}

    /**
     * @param client what it binds for clients
     * @param advertised where clients reach that
     * @param voters as {@code controller.quorum.voters}
     */
    record Setting(
            Path data,
            String clusterId,
            int id,
            int client,
            int advertised,
            int internal,
            int controller,
            String voters) {

        static Setting of(String[] arguments) {
            return new Setting(
                    Path.of(arguments[0]),
                    arguments[1],
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]),
                    Integer.parseInt(arguments[5]),
                    Integer.parseInt(arguments[6]),
                    arguments[7]);
        }
    }

    /** @param arguments those of {@link Setting}, in their order */
    public static void main(String[] arguments) throws Exception {
        PrintStream told = System.out;
        System.setOut(System.err);
        Lifeline.haltWithStarter();
        Setting setting = Setting.of(arguments);
        format(setting);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings(setting), false), Time.SYSTEM);
        server.startup();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end").unstarted(() -> {
            server.shutdown();
            server.awaitShutdown();
        }));
        told.println(READY);
        server.awaitShutdown();
    }

    private static void format(Setting setting) throws Exception {
        try {
            Files.createDirectories(setting.data());
        } catch (IOException failed) {
            throw new ClusterException("Cannot write the broker's data to " + setting.data(), failed);
        }
        if (Files.exists(setting.data().resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(setting.clusterId())
                .setNodeId(setting.id())
                .addDirectory(setting.data().toString())
                .setMetadataLogDirectory(setting.data().toString())
                .setControllerListenerName(CONTROLLER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true)
                .run();
    }

    private static Map<String, String> settings(Setting setting) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(setting.id()));
        settings.put("controller.quorum.voters", setting.voters());
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("inter.broker.listener.name", "INTERNAL");
        settings.put(
                "listeners",
                "CLIENT://%1$s:%2$d,INTERNAL://%1$s:%3$d,CONTROLLER://%1$s:%4$d"
                        .formatted(LOOPBACK, setting.client(), setting.internal(), setting.controller()));
        settings.put(
                "advertised.listeners",
                "CLIENT://%1$s:%2$d,INTERNAL://%1$s:%3$d"
                        .formatted(LOOPBACK, setting.advertised(), setting.internal()));
        settings.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", setting.data().toString());
        settings.put("metric.reporters", "");
        settings.put("auto.create.topics.enable", "false");
        settings.putAll(THREE_NODES);
        settings.putAll(QUICK_TO_NOTICE);
        settings.putAll(SMALL);
        return settings;
    }

    private static final Map<String, String> THREE_NODES = Map.of(
            "default.replication.factor", "3",
            "min.insync.replicas", "2",
            "unclean.leader.election.enable", "false",
            "offsets.topic.replication.factor", "3",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "3",
            "transaction.state.log.min.isr", "2",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.replication.factor", "3",
            "share.coordinator.state.topic.min.isr", "2");

    /** The loss of a broker, a controller or a member of a group stops progress for a few seconds, not for most of a minute. */
    private static final Map<String, String> QUICK_TO_NOTICE = Map.of(
            "broker.session.timeout.ms", "4000",
            "broker.heartbeat.interval.ms", "1000",
            "controller.quorum.fetch.timeout.ms", "2000",
            "controller.quorum.election.timeout.ms", "1000",
            "replica.lag.time.max.ms", "5000",
            "group.initial.rebalance.delay.ms", "0",
            "group.consumer.session.timeout.ms", "6000",
            "group.consumer.min.session.timeout.ms", "6000",
            "group.consumer.heartbeat.interval.ms", "1000",
            "group.consumer.min.heartbeat.interval.ms", "1000");

    private static final Map<String, String> SMALL = Map.of(
            "num.network.threads", "2",
            "num.io.threads", "4",
            "background.threads", "2",
            "share.coordinator.state.topic.num.partitions", "1",
            "log.cleaner.dedupe.buffer.size", "4194304",
            "log.segment.bytes", "67108864",
            "log.retention.hours", "168");
}
