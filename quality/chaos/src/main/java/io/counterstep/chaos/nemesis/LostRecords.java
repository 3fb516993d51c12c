package io.counterstep.chaos.nemesis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** A topic's records are deleted, read or not, as a retention shorter than the lag would. */
record LostRecords(String topic, String bootstrapServers) implements Attack {

    private static final int TIMEOUT_SECONDS = 20;

    @Override
    public String target() {
        return topic;
    }

    @Override
    public String strike() throws ExecutionException, InterruptedException, TimeoutException {
        return delete() + " records deleted";
    }

    /** @return how many there were */
    long delete() throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            List<TopicPartition> partitions = admin
                    .describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .flatMap(it -> it.partitions().stream())
                    .map(it -> new TopicPartition(topic, it.partition()))
                    .toList();
            Map<TopicPartition, Long> first = offsets(admin, partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> end = offsets(admin, partitions, OffsetSpec.latest());
            Map<TopicPartition, RecordsToDelete> deletion = new HashMap<>();
            end.forEach((partition, offset) -> deletion.put(partition, RecordsToDelete.beforeOffset(offset)));
            admin.deleteRecords(deletion).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return end.entrySet().stream()
                    .mapToLong(it -> it.getValue() - first.getOrDefault(it.getKey(), 0L))
                    .sum();
        }
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(it -> it, it -> spec)))
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().offset()));
    }

    @Override
    public String heal() {
        return "";
    }
}
