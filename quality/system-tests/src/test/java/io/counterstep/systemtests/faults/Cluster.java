package io.counterstep.systemtests.faults;

import io.counterstep.fulfilment.local.LocalSystem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What an operator may do to Kafka, and see of it. */
final class Cluster implements AutoCloseable {

    private static final int ANSWERED_WITHIN_SECONDS = 30;

    private final Admin admin;

    Cluster(LocalSystem system) {
        this(system.bootstrapServers());
    }

    Cluster(String bootstrapServers) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    void create(String topic, int partitions) {
        answer(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all());
    }

    void enlarge(String topic, int partitions) {
        answer(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all());
    }

    /** Deletes what stands in the topic now, as its retention would; returns how many records that were. */
    long deleteRecords(String topic) {
        Map<TopicPartition, Long> begins = offsets(topic, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(topic, OffsetSpec.latest());
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        ends.forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
        answer(admin.deleteRecords(all).all());
        return sum(ends.values()) - sum(begins.values());
    }

    long end(String topic) {
        return sum(offsets(topic, OffsetSpec.latest()).values());
    }

    private Map<TopicPartition, Long> offsets(String topic, OffsetSpec which) {
        int partitions = answer(admin.describeTopics(List.of(topic))
                        .topicNameValues()
                        .values()
                        .iterator()
                        .next())
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            asked.put(new TopicPartition(topic, i), which);
        }
        return answer(admin.listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        (Map.Entry<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> it) ->
                                it.getValue().offset()));
    }

    Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
        answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        found.put(partition, offset);
                    }
                });
        return found;
    }

    /** How far the group has come in the topic, over all partitions. */
    long committed(String group, String topic) {
        return committed(group).entrySet().stream()
                .filter(it -> it.getKey().topic().equals(topic))
                .mapToLong(it -> it.getValue().offset())
                .sum();
    }

    void forget(String group) {
        answer(admin.deleteConsumerGroups(List.of(group)).all());
    }

    Set<String> members(String group) {
        return described(group).members().stream()
                .map(MemberDescription::consumerId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Changes with every member that comes or goes. */
    Optional<Integer> epoch(String group) {
        return described(group).groupEpoch();
    }

    private ConsumerGroupDescription described(String group) {
        return answer(admin.describeConsumerGroups(List.of(group))
                .describedGroups()
                .values()
                .iterator()
                .next());
    }

    private static long sum(Collection<Long> values) {
        return values.stream().mapToLong(Long::longValue).sum();
    }

    private static <T> T answer(KafkaFuture<T> asked) {
        try {
            return asked.get(ANSWERED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("Kafka did not do what it was asked for", failed);
        } catch (InterruptedException failed) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", failed);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
