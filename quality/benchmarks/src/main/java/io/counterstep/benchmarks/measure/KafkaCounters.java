package io.counterstep.benchmarks.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Totals of a cluster of one broker over all topics that are not its own: {@value #RECORDS} and {@value #BYTES}, as they
 * stand in its logs. Thread-safe.
 */
public final class KafkaCounters implements AutoCloseable {

    public static final String RECORDS = "records";
    public static final String BYTES = "recordBytes";

    private final Admin admin;

    public KafkaCounters(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "enable.metrics.push", false));
    }

    /** The totals by name; transaction markers, which this system does not write, would count as records. */
    public Map<String, Double> read() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        Map<String, TopicDescription> topics = admin.describeTopics(
                        admin.listTopics().names().get())
                .allTopicNames()
                .get();
        for (TopicDescription topic : topics.values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
            }
        }
        double records = admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(it -> it.offset())
                .sum();
        double bytes = 0;
        for (Map<String, LogDirDescription> broker : admin.describeLogDirs(
                        admin.describeCluster().nodes().get().stream()
                                .map(it -> it.id())
                                .toList())
                .allDescriptions()
                .get()
                .values()) {
            for (LogDirDescription folder : broker.values()) {
                bytes += folder.replicaInfos().entrySet().stream()
                        .filter(it -> ends.containsKey(it.getKey()))
                        .mapToLong(it -> it.getValue().size())
                        .sum();
            }
        }
        return Map.of(RECORDS, records, BYTES, bytes);
    }

    /** Of the broker in this class path, and of its clients. */
    public static String version() {
        return AppInfoParser.getVersion();
    }

    @Override
    public void close() {
        admin.close();
    }
}
