package io.counterstep.systemtests.support;

import io.counterstep.fulfilment.local.LocalSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what stands in the topics, from their beginning to their end of now, in no group. Thread-safe. */
public final class TopicReader {

    public static final List<String> EVENT_TOPICS =
            List.of("order-events", "payment-events", "inventory-events", "shipping-events");
    public static final List<String> COMMAND_TOPICS =
            List.of("order-commands", "payment-commands", "inventory-commands", "shipping-commands");
    public static final List<String> TOPICS =
            Stream.concat(EVENT_TOPICS.stream(), COMMAND_TOPICS.stream()).toList();
    public static final List<String> DEAD_LETTER_TOPICS =
            TOPICS.stream().map(it -> it + "-dlt").toList();

    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;

    public TopicReader(LocalSystem system) {
        this.bootstrapServers = system.bootstrapServers();
    }

    /** The records of the eight topics whose body or key names the order. */
    public List<Told> about(String orderId) {
        return read(TOPICS).stream().filter(it -> isAbout(it, orderId)).toList();
    }

    /** The dead letters whose body or key names the order. */
    public List<Told> deadLettersAbout(String orderId) {
        return read(DEAD_LETTER_TOPICS).stream()
                .filter(it -> isAbout(it, orderId))
                .toList();
    }

    private static boolean isAbout(Told told, String orderId) {
        return orderId.equals(told.key()) || told.orderId().equals(orderId);
    }

    /** All records of these topics; those of one partition in their order. */
    public List<Told> read(Collection<String> topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Told> found = new ArrayList<>();
            long giveUp = System.nanoTime() + GIVE_UP_AFTER.toNanos();
            while (ends.entrySet().stream().anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
                if (System.nanoTime() > giveUp) {
                    throw new AssertionError("cannot read to the ends " + ends + " within " + GIVE_UP_AFTER);
                }
                consumer.poll(POLL).forEach(it -> found.add(Told.of(it)));
            }
            return found;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
