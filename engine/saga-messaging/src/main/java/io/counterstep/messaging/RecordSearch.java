package io.counterstep.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;

/** Reads partitions from where records may stand until they are found, by a consumer that belongs to no group. One thread's. */
final class RecordSearch {

    static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE_WITHIN = Duration.ofMillis(200);

    private static final String NOT_THERE =
            "no such record is on its partition: it is not published yet, or Kafka has deleted"
                    + " it, or the topic had another number of partitions when it was";

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<TopicPartition, Long> starts;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Set<String>> wanted = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final Map<String, String> missing = new HashMap<>();
    private int looked;

    /**
     * @param consumers makes one, which is closed afterwards
     * @param starts where each partition is read from; -1 if all there is older
     * @param ends up to where
     */
    RecordSearch(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends) {
        this.consumers = consumers;
        this.starts = starts;
        this.ends = ends;
    }

    void add(TopicPartition place, String id) {
        wanted.computeIfAbsent(place, it -> new HashSet<>()).add(id);
    }

    /** By id. */
    Map<String, Long> offsets() {
        return offsets;
    }

    /** By the id of what was not found, why. */
    Map<String, String> missing() {
        return missing;
    }

    void run(Duration within) {
        for (TopicPartition place : Set.copyOf(wanted.keySet())) {
            if (starts.getOrDefault(place, -1L) < 0) {
                giveUp(place, NOT_THERE);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            read(consumer, System.nanoTime() + within.toNanos());
        } catch (InterruptException stopped) {
            giveUpAll("interrupted while it was searched for");
        } catch (KafkaException refused) {
            giveUpAll("Kafka does not let it be searched for: " + refused.getMessage());
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
        }
    }

    private void read(Consumer<byte[], byte[]> consumer, long end) {
        consumer.assign(wanted.keySet());
        wanted.keySet().forEach(it -> consumer.seek(it, starts.getOrDefault(it, 0L)));
        while (!wanted.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                giveUpAll("it was not found in time");
            } else if (looked >= Whereabouts.MAX_RECORDS) {
                giveUpAll("it was not among the " + Whereabouts.MAX_RECORDS + " records that were looked at");
            } else {
                consumer.poll(POLL).forEach(this::look);
                passed(consumer);
            }
        }
    }

    private void look(ConsumerRecord<byte[], byte[]> record) {
        looked++;
        TopicPartition place = new TopicPartition(record.topic(), record.partition());
        Set<String> there = wanted.get(place);
        Header header = record.headers().lastHeader(Records.ID);
        if (there != null && header != null && header.value() != null) {
            String id = new String(header.value(), UTF_8);
            if (there.remove(id)) {
                offsets.put(id, record.offset());
            }
        }
    }

    /** What is found, or read to its end, is read no further. */
    private void passed(Consumer<byte[], byte[]> consumer) {
        for (TopicPartition place : Set.copyOf(wanted.keySet())) {
            if (wanted.getOrDefault(place, Set.of()).isEmpty()) {
                wanted.remove(place);
                consumer.pause(List.of(place));
            } else if (consumer.position(place, POLL) >= ends.getOrDefault(place, 0L)) {
                giveUp(place, NOT_THERE);
                consumer.pause(List.of(place));
            }
        }
    }

    private void giveUpAll(String why) {
        Set.copyOf(wanted.keySet()).forEach(it -> giveUp(it, why));
    }

    private void giveUp(TopicPartition place, String why) {
        Set<String> there = wanted.remove(place);
        if (there != null) {
            there.forEach(it -> missing.put(it, why));
        }
    }
}
