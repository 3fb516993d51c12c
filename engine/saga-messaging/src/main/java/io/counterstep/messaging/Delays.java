package io.counterstep.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * How long records lay in Kafka before they were polled: their age, less the least age of that partition's lately. What remains is
 * the waiting alone, whatever the clocks of those who wrote them say. Not thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6817">RFC 6817, low extra delay background transport</a>, from where the idea is
 */
final class Delays {

    /** The least age is that of this time and of as long before: clocks drift, and records come that say an odd time. */
    static final Duration LATELY = Duration.ofMinutes(5);

    private final Map<TopicPartition, Least> least = new HashMap<>();

    private record Least(Duration before, Duration now, Instant until) {

        static Least of(Duration age, Instant now) {
            return new Least(age, age, now.plus(LATELY));
        }

        Least with(Duration age, Instant at) {
            return at.isBefore(until) ? new Least(before, min(now, age), until) : new Least(now, age, at.plus(LATELY));
        }

        Duration age() {
            return min(before, now);
        }
    }

    /** Of those that were just polled, in the partition that is furthest behind: that of the newest; zero if there are none. */
    Duration of(ConsumerRecords<?, ?> polled, Instant now) {
        Duration most = Duration.ZERO;
        for (TopicPartition partition : polled.partitions()) {
            Duration age = Duration.between(newest(polled.records(partition)), now);
            Least known = least.merge(partition, Least.of(age, now), (before, it) -> before.with(age, now));
            Duration delay = age.minus(known.age());
            most = delay.compareTo(most) > 0 ? delay : most;
        }
        return most;
    }

    void forget(Collection<TopicPartition> partitions) {
        least.keySet().removeAll(partitions);
    }

    private static <K, V> Instant newest(List<ConsumerRecord<K, V>> records) {
        return Instant.ofEpochMilli(
                records.stream().mapToLong(ConsumerRecord::timestamp).max().orElse(0));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
