package io.counterstep.orchestrator;

import io.counterstep.orchestrator.Backlogs.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Backlogs by Kafka's admin client, which is made when it is first asked and kept. A topic or a group of which nothing is told, since
 * it is not there or this service may not see it, is left out. Thread-safe.
 */
public final class KafkaBacklogs implements Backlogs.Source, AutoCloseable {

    /** More consumer groups than this are not looked at. */
    static final int MAX_GROUPS = 1_000;

    private final Map<String, Object> settings;
    private final ReentrantLock making = new ReentrantLock();
    private @Nullable Admin admin;

    /** @param kafka bootstrap servers and security */
    public KafkaBacklogs(Map<String, Object> kafka) {
        this.settings = kafka;
    }

    private Admin admin() throws ExecutionException {
        making.lock();
        try {
            Admin made = admin == null ? Admin.create(settings) : admin;
            admin = made;
            return made;
        } catch (KafkaException unusable) {
            throw new ExecutionException(unusable);
        } finally {
            making.unlock();
        }
    }

    /** What is left of the time that all requests may take together. */
    private record Deadline(long nanos) {
        static Deadline in(Duration time) {
            return new Deadline(System.nanoTime() + time.toNanos());
        }

        <T> T await(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
            return answer.get(Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        }

        /** Those that were answered, by name; what fails by itself alone is left out. */
        <T> Map<String, T> await(Map<String, KafkaFuture<T>> answers) throws InterruptedException, TimeoutException {
            Map<String, T> answered = new TreeMap<>();
            for (Map.Entry<String, KafkaFuture<T>> it : answers.entrySet()) {
                try {
                    answered.put(it.getKey(), await(it.getValue()));
                } catch (ExecutionException untold) {
                    // left out
                }
            }
            return answered;
        }
    }

    @Override
    public Map<String, List<Group>> groups(Set<String> topics, Duration atMost)
            throws ExecutionException, InterruptedException, TimeoutException {
        Deadline deadline = Deadline.in(atMost);
        Admin kafka = admin();
        var listed = kafka.listGroups(ListGroupsOptions.forConsumerGroups()).valid();
        Set<TopicPartition> partitions = partitions(
                deadline.await(kafka.describeTopics(topics).topicNameValues()).values());
        List<String> names = deadline.await(listed).stream()
                .map(GroupListing::groupId)
                .sorted()
                .limit(MAX_GROUPS)
                .toList();
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed(kafka, names, partitions, deadline);
        var described = kafka.describeConsumerGroups(committed.keySet()).describedGroups();
        Extents extents = extents(kafka, partitions, deadline);
        Map<String, ConsumerGroupDescription> descriptions = deadline.await(described);

        Map<String, List<Group>> groups = new TreeMap<>();
        committed.forEach((name, offsets) -> {
            ConsumerGroupDescription description = descriptions.get(name);
            int members = description == null ? 0 : description.members().size();
            extents.lags(offsets)
                    .forEach((topic, lag) -> groups.computeIfAbsent(topic, it -> new ArrayList<>())
                            .add(new Group(name, lag, members)));
        });
        return groups;
    }

    /** Where partitions begin and end. */
    private record Extents(
            Map<TopicPartition, ListOffsetsResultInfo> beginnings, Map<TopicPartition, ListOffsetsResultInfo> ends) {

        /** By topic, what a group has not read of those on which it has committed anything. */
        Map<String, Long> lags(Map<TopicPartition, OffsetAndMetadata> committed) {
            Set<String> read =
                    committed.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
            Map<String, Long> lags = new TreeMap<>();
            ends.forEach((partition, end) -> {
                if (read.contains(partition.topic())) {
                    long unread = unread(committed.get(partition), beginnings.get(partition), end);
                    lags.merge(partition.topic(), unread, Long::sum);
                }
            });
            return lags;
        }
    }

    private static Extents extents(Admin kafka, Set<TopicPartition> partitions, Deadline deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        var first = kafka.listOffsets(all(partitions, OffsetSpec.earliest())).all();
        var last = kafka.listOffsets(all(partitions, OffsetSpec.latest())).all();
        return new Extents(deadline.await(first), deadline.await(last));
    }

    private static <K, T> Map<K, T> all(Collection<K> keys, T value) {
        return keys.stream().collect(Collectors.toMap(it -> it, it -> value));
    }

    private static Set<TopicPartition> partitions(Iterable<TopicDescription> topics) {
        Set<TopicPartition> partitions = new HashSet<>();
        topics.forEach(topic ->
                topic.partitions().forEach(it -> partitions.add(new TopicPartition(topic.name(), it.partition()))));
        return partitions;
    }

    /** By group, what it has committed on any of them; groups that have not are left out. */
    private static Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(
            Admin kafka, List<String> groups, Set<TopicPartition> partitions, Deadline deadline)
            throws InterruptedException, TimeoutException {
        if (groups.isEmpty() || partitions.isEmpty()) {
            return Map.of();
        }
        ListConsumerGroupOffsetsSpec those = new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
        var asked = kafka.listConsumerGroupOffsets(all(groups, those));
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = deadline.await(
                groups.stream().collect(Collectors.toMap(it -> it, it -> asked.partitionsToOffsetAndMetadata(it))));
        // Kafka says null where a group has committed nothing
        committed.values().forEach(it -> it.values().removeIf(offset -> offset == null));
        committed.values().removeIf(Map::isEmpty);
        return committed;
    }

    /** Where it has committed nothing yet, all that is there; what was deleted since counts for nothing. */
    static long unread(
            @Nullable OffsetAndMetadata committed,
            @Nullable ListOffsetsResultInfo beginning,
            ListOffsetsResultInfo end) {
        long begun = beginning == null ? 0 : beginning.offset();
        long read = committed == null ? begun : Math.max(committed.offset(), begun);
        return Math.max(0, end.offset() - read);
    }

    @Override
    public void close() {
        making.lock();
        try {
            if (admin != null) {
                admin.close(Duration.ZERO);
                admin = null;
            }
        } finally {
            making.unlock();
        }
    }
}
