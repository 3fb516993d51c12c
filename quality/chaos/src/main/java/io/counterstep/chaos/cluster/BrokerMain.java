package io.counterstep.chaos.cluster;

import io.counterstep.fulfilment.local.KafkaNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** The main class of one broker of three, which is a controller too and ends with the process that started it. */
final class BrokerMain {

    static final String READY = "ready";

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
        KafkaNode.format(setting.data(), setting.clusterId(), setting.id());
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings(setting), false), Time.SYSTEM);
        server.startup();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end").unstarted(() -> {
            server.shutdown();
            server.awaitShutdown();
        }));
        told.println(READY);
        server.awaitShutdown();
    }

    private static Map<String, String> settings(Setting setting) {
        Map<String, String> settings = KafkaNode.settings(setting.data(), setting.id());
        settings.put("controller.quorum.voters", setting.voters());
        settings.put("inter.broker.listener.name", "INTERNAL");
        settings.put(
                "listeners",
                "CLIENT://%1$s:%2$d,INTERNAL://%1$s:%3$d,%5$s://%1$s:%4$d"
                        .formatted(
                                LOOPBACK,
                                setting.client(),
                                setting.internal(),
                                setting.controller(),
                                KafkaNode.CONTROLLER_LISTENER));
        settings.put(
                "advertised.listeners",
                "CLIENT://%1$s:%2$d,INTERNAL://%1$s:%3$d"
                        .formatted(LOOPBACK, setting.advertised(), setting.internal()));
        settings.put(
                "listener.security.protocol.map",
                "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT," + KafkaNode.CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.putAll(THREE_NODES);
        settings.putAll(LOST_NODES);
        return settings;
    }

    private static final Map<String, String> THREE_NODES = Map.of(
            "default.replication.factor", "3",
            "min.insync.replicas", "2",
            "unclean.leader.election.enable", "false",
            "offsets.topic.replication.factor", "3",
            "transaction.state.log.replication.factor", "3",
            "transaction.state.log.min.isr", "2",
            "share.coordinator.state.topic.replication.factor", "3",
            "share.coordinator.state.topic.min.isr", "2");

    /** The loss of a broker or a controller stops progress for a few seconds, not for most of a minute. */
    private static final Map<String, String> LOST_NODES = Map.of(
            "broker.session.timeout.ms", "4000",
            "broker.heartbeat.interval.ms", "1000",
            "controller.quorum.fetch.timeout.ms", "2000",
            "controller.quorum.election.timeout.ms", "1000",
            "replica.lag.time.max.ms", "5000");
}
