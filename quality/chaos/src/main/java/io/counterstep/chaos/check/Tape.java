package io.counterstep.chaos.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the eight topics and their dead letters from the beginning, in no group, on a thread of its own, so that it has what a
 * fault deletes later. Goes on where it was when brokers come back, finds topics and partitions that are created later, and
 * counts what was deleted before it came. Its methods may be called by any thread.
 */
public final class Tape implements AutoCloseable {

    /** How long {@link #stopAtEnd()} takes at most. */
    public static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Tape.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ASK = Duration.ofSeconds(10);
    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(2);
    private static final int MAX_POLL_RECORDS = 2_000;
    private static final int MAX_FETCH_BYTES = 8 * 1024 * 1024;

    /** More would not fit into a small heap. */
    private static final int MAX_RECORDS = 5_000_000;

    private final String bootstrapServers;
    private final TapeHead head = new TapeHead();
    private final List<TapeRecord> records = new ArrayList<>();
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final Map<String, Long> missed = new TreeMap<>();
    private final Thread thread;
    private volatile long stopBy;
    private volatile boolean stopping;
    private volatile boolean closed;
    private volatile @Nullable Recording recording;
    private volatile @Nullable RuntimeException failure;

    private Tape(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.thread = Thread.ofPlatform().name("tape").daemon().unstarted(this::run);
    }

    /** @param bootstrapServers reached without the proxies, so that faults do not silence it */
    public static Tape start(String bootstrapServers) {
        Tape tape = new Tape(bootstrapServers);
        tape.thread.start();
        return tape;
    }

    /** As {@link #stopAtEnd(Duration)} within {@link #STOP_WITHIN}. */
    public Recording stopAtEnd() {
        return stopAtEnd(STOP_WITHIN);
    }

    /**
     * Reads on to where the topics end now, and stops.
     *
     * @throws IllegalStateException if that is not reached in time, or the tape could not go on before
     */
    public Recording stopAtEnd(Duration timeout) {
        stopBy = System.nanoTime() + timeout.toNanos();
        stopping = true;
        try {
            thread.join(timeout.plus(ASK));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the topics to their ends", e);
        }
        Recording whole = recording;
        if (whole == null) {
            throw new IllegalStateException(
                    "the topics at " + bootstrapServers + " could not be read to their ends within " + timeout
                            + "; read so far, next offsets: " + Map.copyOf(next),
                    failure);
        }
        return whole;
    }

    /** Stops at once. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(ASK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (recording == null && !isOver()) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                listen(consumer);
            } catch (KafkaException e) {
                LOG.info("The tape lost the brokers at {}, and goes on where it was", bootstrapServers, e);
            } catch (RuntimeException e) {
                failure = e;
                return;
            }
        }
    }

    private boolean isOver() {
        return closed || (stopping && System.nanoTime() - stopBy > 0);
    }

    private void listen(KafkaConsumer<byte[], byte[]> consumer) {
        long look = System.nanoTime();
        @Nullable Map<TopicPartition, Long> ends = null;
        while (!isOver()) {
            if (System.nanoTime() - look >= 0) {
                assign(consumer);
                look = System.nanoTime() + LOOK_FOR_PARTITIONS.toNanos();
            }
            poll(consumer);
            if (stopping && ends == null) {
                assign(consumer);
                ends = consumer.endOffsets(consumer.assignment(), ASK);
            }
            if (ends != null && isRead(consumer, ends)) {
                finish(consumer, ends);
                return;
            }
        }
    }

    private void assign(KafkaConsumer<byte[], byte[]> consumer) {
        Set<TopicPartition> all = new HashSet<>();
        consumer.listTopics(ASK).forEach((topic, partitions) -> {
            if (Topics.TAPED.contains(topic)) {
                partitions.forEach(it -> all.add(new TopicPartition(topic, it.partition())));
            }
        });
        // A broker that has just started may not know all topics yet.
        all.addAll(consumer.assignment());
        all.addAll(next.keySet());
        Set<TopicPartition> fresh = new HashSet<>(all);
        fresh.removeAll(consumer.assignment());
        if (!fresh.isEmpty()) {
            consumer.assign(all);
            fresh.forEach(it -> consumer.seek(it, next.computeIfAbsent(it, partition -> 0L)));
        }
    }

    private void poll(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                skipTo(partition, record.offset());
                next.put(partition, record.offset() + 1);
                keep(record);
            }
        } catch (OffsetOutOfRangeException deleted) {
            Set<TopicPartition> partitions =
                    deleted.offsetOutOfRangePartitions().keySet();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ASK);
            consumer.beginningOffsets(partitions, ASK).forEach((partition, beginning) -> {
                boolean before = next.getOrDefault(partition, 0L) < beginning;
                long offset = before ? beginning : ends.getOrDefault(partition, beginning);
                skipTo(partition, offset);
                next.put(partition, offset);
                consumer.seek(partition, offset);
            });
        }
    }

    private void skipTo(TopicPartition partition, long offset) {
        long gone = offset - next.getOrDefault(partition, 0L);
        if (gone > 0) {
            LOG.warn("{} records of {} were deleted before the tape came to them", gone, partition);
            missed.merge(partition.topic(), gone, Long::sum);
        }
    }

    private void keep(ConsumerRecord<byte[], byte[]> record) {
        if (records.size() >= MAX_RECORDS) {
            throw new IllegalStateException(
                    "the tape holds " + MAX_RECORDS + " records and no more: run for less time");
        }
        records.add(head.read(record));
    }

    private static boolean isRead(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(it -> consumer.position(it.getKey(), ASK) >= it.getValue());
    }

    private void finish(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        Set<String> deleted = new HashSet<>();
        consumer.beginningOffsets(ends.keySet(), ASK).forEach((partition, beginning) -> {
            if (beginning > 0) {
                deleted.add(partition.topic());
            }
        });
        recording = new Recording(records, missed, deleted);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "chaos-tape",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        MAX_POLL_RECORDS,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        MAX_FETCH_BYTES,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        (int) POLL.toMillis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
