package io.counterstep.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DelaysTest {

    private static final TopicPartition ONE = new TopicPartition("payment-events", 1);
    private static final TopicPartition TWO = new TopicPartition("payment-events", 2);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Delays delays = new Delays();

    private Duration polled(TopicPartition partition, Duration... ages) {
        return delays.of(new ConsumerRecords<>(records(partition, ages), Map.of()), now);
    }

    private Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records(
            TopicPartition partition, Duration... ages) {
        return Map.of(
                partition, Arrays.stream(ages).map(it -> record(partition, it)).toList());
    }

    private ConsumerRecord<byte[], byte[]> record(TopicPartition partition, Duration age) {
        long written = now.minus(age).toEpochMilli();
        byte[] empty = {};
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                0,
                written,
                TimestampType.CREATE_TIME,
                0,
                0,
                empty,
                empty,
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void whatIsOlderThanTheYoungestOfLateWaited() {
        assertThat(polled(ONE, Duration.ofMillis(20))).isZero();
        assertThat(polled(ONE, Duration.ofMillis(1_020))).isEqualTo(Duration.ofSeconds(1));
        assertThat(polled(ONE, Duration.ofMillis(900), Duration.ofMillis(120)))
                .as("the newest counts")
                .hasMillis(100);
        assertThat(polled(ONE, Duration.ofMillis(15))).isZero();
        assertThat(polled(ONE, Duration.ofMillis(20))).hasMillis(5);
    }

    @Test
    void clocksThatDifferDoNotMatter() {
        Duration ahead = Duration.ofHours(-1);
        Duration behind = Duration.ofDays(1);
        polled(ONE, ahead);
        polled(TWO, behind);
        assertThat(polled(ONE, ahead.plusSeconds(2))).hasSeconds(2);
        assertThat(polled(TWO, behind.plusSeconds(3))).hasSeconds(3);
    }

    @Test
    void thePartitionFurthestBehindCounts() {
        polled(ONE, Duration.ZERO);
        polled(TWO, Duration.ZERO);
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> both = new HashMap<>();
        both.putAll(records(ONE, Duration.ofSeconds(1)));
        both.putAll(records(TWO, Duration.ofSeconds(4)));
        assertThat(delays.of(new ConsumerRecords<>(both, Map.of()), now)).hasSeconds(4);
        assertThat(delays.of(ConsumerRecords.empty(), now)).isZero();
    }

    @Test
    void aClockThatWasSetIsTheRuleAfterAWhile() {
        polled(ONE, Duration.ZERO);
        Duration set = Duration.ofSeconds(30);
        assertThat(polled(ONE, set)).isEqualTo(set);
        for (int i = 0; i < 2; i++) {
            now = now.plus(Delays.LATELY);
            polled(ONE, set);
        }
        assertThat(polled(ONE, set)).isZero();
    }

    @Test
    void aPartitionThatWasForgottenBeginsAnew() {
        polled(ONE, Duration.ZERO);
        delays.forget(List.of(ONE));
        assertThat(polled(ONE, Duration.ofMinutes(1))).isZero();
    }
}
