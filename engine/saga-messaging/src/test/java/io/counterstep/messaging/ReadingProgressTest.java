package io.counterstep.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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

class ReadingProgressTest {

    private static final TopicPartition ONE = new TopicPartition("payment-events", 1);
    private static final TopicPartition TWO = new TopicPartition("payment-events", 2);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final ReadingProgress progress = new ReadingProgress();
    private final Map<TopicPartition, Long> left = new HashMap<>();

    /** How far behind it is after a poll of those partitions, each with a newest record of that age. */
    private Duration poll(Map<TopicPartition, Duration> ages) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        ages.forEach((partition, age) ->
                records.put(partition, List.of(record(partition, age.plusMillis(5)), record(partition, age))));
        Instant upTo = progress.after(new ConsumerRecords<>(records, Map.of()), it -> left.getOrDefault(it, 0L), now);
        return Duration.between(upTo, now);
    }

    private Duration poll(TopicPartition partition, Duration age) {
        return poll(Map.of(partition, age));
    }

    private Duration pollNothing() {
        return poll(Map.of());
    }

    private void passes(Duration time) {
        now = now.plus(time);
    }

    private ConsumerRecord<byte[], byte[]> record(TopicPartition partition, Duration age) {
        byte[] empty = {};
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                0,
                now.minus(age).toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                empty,
                empty,
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void whatLiesThereIsAsOldAsTheNewestThatWasPolledAndGrowsOlderUntilMoreIs() {
        left.put(ONE, 100L);
        assertThat(poll(ONE, SECOND)).isEqualTo(SECOND);
        passes(SECOND);
        assertThat(poll(TWO, Duration.ZERO)).isEqualTo(SECOND.multipliedBy(2));
        assertThat(pollNothing()).as("nothing was fetched").isEqualTo(SECOND.multipliedBy(2));
        assertThat(poll(ONE, Duration.ofMillis(300))).hasMillis(300);
    }

    @Test
    void allIsReadUpToTheLastTimeThatAllThatWasKnownWasTaken() {
        poll(ONE, Duration.ZERO);
        passes(SECOND);
        poll(ONE, Duration.ZERO);
        passes(SECOND);
        assertThat(poll(ONE, DAY)).as("the one before the last").isEqualTo(SECOND.multipliedBy(2));
        assertThat(poll(ONE, DAY)).isEqualTo(SECOND);
        assertThat(poll(ONE, DAY)).isZero();
    }

    @Test
    void clocksThatDifferMatterOnlyWhileABacklogLasts() {
        poll(ONE, DAY);
        for (Duration age : List.of(DAY, DAY.negated(), SECOND, DAY)) {
            pollNothing();
            passes(Duration.ofMillis(10));
            pollNothing();
            passes(Duration.ofMillis(10));
            assertThat(poll(ONE, age)).isLessThanOrEqualTo(Duration.ofMillis(20));
        }
        left.put(ONE, 100L);
        passes(SECOND);
        assertThat(poll(ONE, DAY)).isLessThan(SECOND.multipliedBy(2));
    }

    @Test
    void whatWaitedForAReaderThatWasAwayIsSeenAtOnce() {
        left.put(ONE, 10_000L);
        assertThat(poll(ONE, Duration.ofMinutes(7))).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void thePartitionFurthestBehindCountsForAWhileIfNothingMoreComesFromIt() {
        assertThat(poll(Map.of(ONE, SECOND, TWO, SECOND.multipliedBy(4)))).isEqualTo(SECOND.multipliedBy(4));
        assertThat(poll(ONE, Duration.ZERO)).isEqualTo(SECOND.multipliedBy(4));
        passes(ReadingProgress.COUNTS);
        assertThat(poll(ONE, Duration.ZERO)).isZero();
    }

    @Test
    void whenNothingIsPolledWhatWasTakenIsAll() {
        poll(TWO, SECOND.multipliedBy(4));
        assertThat(pollNothing()).isZero();
    }

    @Test
    void aPartitionThatIsNoLongerItsOwnDoesNotCount() {
        left.put(ONE, 1L);
        poll(ONE, SECOND);
        progress.forget(List.of(ONE));
        assertThat(pollNothing()).isZero();
    }
}
