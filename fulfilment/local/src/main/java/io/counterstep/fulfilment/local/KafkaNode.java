package io.counterstep.fulfilment.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** What every broker has in common that runs on one machine and is a controller too. */
public final class KafkaNode {

    /** The name of the controllers' listener. */
    public static final String CONTROLLER_LISTENER = "CONTROLLER";

    private KafkaNode() {}

    /**
     * Formats a data folder that holds no broker's data yet.
     *
     * @throws Exception what Kafka's formatter throws, such as when the folder cannot be written
     */
    public static void format(Path data, String clusterId, int id) throws Exception {
        Files.createDirectories(data);
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(clusterId)
                .setNodeId(id)
                .addDirectory(data.toString())
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName(CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true)
                .run();
    }

    /** A fresh map of the settings for one machine: threads, buffers and segments, and silent members noticed soon. */
    public static Map<String, String> settings(Path data, int id) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(id));
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("log.dirs", data.toString());
        settings.put("metric.reporters", "");
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.putAll(QUICK_TO_NOTICE);
        settings.putAll(SMALL);
        return settings;
    }

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
