package io.counterstep.chaos.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is said on the topics, from their beginning, in no group. It reads along, because topics may lose their
 * records. Thread-safe.
 */
public final class Tape implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tape.class);

    private static final List<String> TOPICS = Stream.of("order", "payment", "inventory", "shipping")
            .flatMap(it -> Stream.of(it + "-events", it + "-commands"))
            .flatMap(it -> Stream.of(it, it + "-dlt"))
            .toList();

    /** More than an hour of orders; what comes later is not kept, and the run fails. */
    private static final int MOST_ENTRIES = 5_000_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration END_WITHIN = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<String, Long> missed = new HashMap<>();
    private final Thread reader;
    private volatile boolean stopping;
    private volatile boolean abandoned;

    private Tape(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        reader = Thread.ofPlatform().name("tape").daemon().start(this::read);
    }

    /** Reads from now on. @param bootstrapServers reached past the proxies */
    public static Tape start(String bootstrapServers) {
        return new Tape(bootstrapServers);
    }

    private void read() {
        long until = Long.MAX_VALUE;
        Map<TopicPartition, Long> ends = Map.of();
        while (!abandoned && System.nanoTime() < until) {
            try {
                consumer.poll(POLL).forEach(this::keep);
                if (stopping && ends.isEmpty()) {
                    until = System.nanoTime() + END_WITHIN.toNanos();
                    ends = consumer.endOffsets(partitions);
                }
                if (!ends.isEmpty() && isAt(ends)) {
                    return;
                }
            } catch (KafkaException brokersAway) {
                LOG.info("The tape does not reach the brokers, and goes on trying", brokersAway);
            }
        }
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(it -> consumer.position(it.getKey()) >= it.getValue());
    }

    private synchronized void keep(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        long expected = next.getOrDefault(partition, 0L);
        if (record.offset() > expected) {
            missed.merge(record.topic(), record.offset() - expected, Long::sum);
        }
        next.put(partition, record.offset() + 1);
        if (entries.size() < MOST_ENTRIES) {
            entries.add(Entries.of(record));
        } else {
            missed.merge(record.topic(), 1L, Long::sum);
        }
    }

    /**
     * Returns when it has read what is there now, and reads no further.
     *
     * @throws IllegalStateException if it does not get there within a minute
     */
    public void stopAtEnd() throws InterruptedException {
        stopping = true;
        if (!reader.join(END_WITHIN.plus(END_WITHIN))) {
            throw new IllegalStateException("The tape does not reach the end of the topics");
        }
    }

    /** All that was read, in the order of reading. */
    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** How many records of each topic were deleted before they could be read. */
    synchronized Map<String, Long> missed() {
        return Map.copyOf(missed);
    }

    @Override
    public void close() {
        abandoned = true;
        try {
            reader.join(END_WITHIN);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        if (!reader.isAlive()) {
            consumer.close();
        }
    }
}
