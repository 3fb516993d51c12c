package io.counterstep.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to when a consumer has read its partitions: what lay there by then has been polled. A partition is behind by the
 * age of its newest record that was polled, but never by more than the time since all of it was read, so that the
 * clocks of those who write matter only while a backlog lasts. The consumer's thread only.
 *
 * <p>That the consumer has taken all it knows of says nothing of what has come since it asked. But it asked after the
 * last time that it had taken all, so up to that time all is read.
 */
final class ReadingProgress {

    /** For so long a partition's delay counts while nothing more comes from it and others are read. */
    static final Duration COUNTS = Duration.ofSeconds(5);

    private final Map<TopicPartition, Place> places = new HashMap<>();

    /** Of one partition. */
    private static final class Place {
        private Instant polledAt = Instant.MIN;
        private Duration delay = Duration.ZERO;
        private boolean taken;
        private Instant takenAt = Instant.MIN;
        private Instant readAllAt = Instant.MIN;

        void polled(Instant newest, boolean isTaken, Instant now) {
            Duration age = Duration.between(newest, now);
            delay = age.isNegative() ? Duration.ZERO : age;
            if (readAllAt != Instant.MIN) {
                Duration since = Duration.between(readAllAt, now);
                delay = since.compareTo(delay) < 0 ? since : delay;
            }
            polledAt = now;
            taken = isTaken;
            if (isTaken) {
                takesAll(now);
            }
        }

        void takesAll(Instant now) {
            readAllAt = takenAt;
            takenAt = now;
        }

        /** Nothing was there to be polled. */
        void rests(Instant now) {
            if (taken) {
                takesAll(now);
                delay = Duration.ZERO;
            }
        }

        Instant upTo(Instant now) {
            if (!taken) {
                return polledAt.minus(delay);
            }
            return now.isBefore(polledAt.plus(COUNTS)) ? now.minus(delay) : now;
        }
    }

    /** @param left how many records of a partition are known and not polled yet */
    Instant after(ConsumerRecords<?, ?> polled, ToLongFunction<TopicPartition> left, Instant now) {
        if (polled.isEmpty()) {
            places.values().forEach(it -> it.rests(now));
        }
        for (TopicPartition partition : polled.partitions()) {
            places.computeIfAbsent(partition, it -> new Place())
                    .polled(newest(polled.records(partition)), left.applyAsLong(partition) == 0, now);
        }
        return places.values().stream()
                .map(it -> it.upTo(now))
                .reduce(now, (one, other) -> one.isBefore(other) ? one : other);
    }

    void forget(Collection<TopicPartition> partitions) {
        places.keySet().removeAll(partitions);
    }

    private static <K, V> Instant newest(List<ConsumerRecord<K, V>> records) {
        return Instant.ofEpochMilli(
                records.stream().mapToLong(ConsumerRecord::timestamp).max().orElse(0));
    }
}
