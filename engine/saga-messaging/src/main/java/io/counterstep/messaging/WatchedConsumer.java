package io.counterstep.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that tells of records which Kafka deleted before they were read: with {@code auto.offset.reset=earliest} it would
 * go on behind them in silence. So it runs with {@code none}, is told of every place from which there is nothing to read, and
 * decides here where to go on: where records were deleted, and in a group that is new, at the first that is there; where a log
 * was cut off and written anew, at the cut.
 *
 * <p>Nothing else asks for committed offsets: two who ask for the same ones at once, one of whom runs out of time, leave the
 * consumer in its group and deaf for good (KAFKA-20765, open in 4.3.1).
 *
 * <p>Offsets are committed with the epoch of the leader they were read from. Where a log was cut off and written anew below
 * them, Kafka then leads back to where it was cut off, instead of leaving out what stands there now.
 */
final class WatchedConsumer extends KafkaConsumer<byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedConsumer.class);

    /** Asked only when records are missing. */
    private static final Duration ASK_FOR = Duration.ofSeconds(5);

    private final String group;
    private final LostRecords lost;
    private final @Nullable Reading reading;
    private final ReadingProgress progress = new ReadingProgress();
    private final String clientId;

    /** By partition: from which offset on which epoch, of what was read and may still be committed. */
    private final Map<TopicPartition, TreeMap<Long, Integer>> epochs = new HashMap<>();

    /** @param reading is told up to when it has read; null if nobody wants to know */
    WatchedConsumer(Map<String, Object> properties, String group, LostRecords lost, @Nullable Reading reading) {
        super(properties);
        this.group = group;
        this.lost = lost;
        this.clientId = String.valueOf(properties.get(ConsumerConfig.CLIENT_ID_CONFIG));
        this.reading = reading;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
            for (TopicPartition partition : polled.partitions()) {
                remember(partition, polled.records(partition));
            }
            // while the loop is paused nothing is read, whatever lies there
            if (reading != null && paused().isEmpty()) {
                reading.reads(this, progress.after(polled, this::left, Instant.now()));
            }
            return polled;
        } catch (NoOffsetForPartitionException newGroup) {
            goOn(newGroup.partitions(), Map.of());
        } catch (LogTruncationException cutOff) {
            goOn(cutOff.offsetOutOfRangePartitions().keySet(), cutOff.divergentOffsets());
        } catch (OffsetOutOfRangeException deleted) {
            report(deleted.offsetOutOfRangePartitions());
            goOn(deleted.offsetOutOfRangePartitions().keySet(), Map.of());
        }
        return ConsumerRecords.empty();
    }

    /** @param cuts where logs were cut off, as far as that is known */
    private void goOn(Set<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> cuts) {
        Set<TopicPartition> mine = assignment();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata cut = cuts.get(partition);
            if (mine.contains(partition) && cut != null) {
                seek(partition, cut);
            } else if (mine.contains(partition)) {
                seekToBeginning(List.of(partition));
            }
        }
    }

    private void remember(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        TreeMap<Long, Integer> known = epochs.computeIfAbsent(partition, it -> new TreeMap<>());
        Optional<Integer> last = records.getLast().leaderEpoch();
        boolean same = !known.isEmpty()
                && last.equals(Optional.of(known.lastEntry().getValue()))
                && known.lastKey() <= records.getFirst().offset();
        if (!same) {
            records.forEach(it -> it.leaderEpoch().ifPresent(epoch -> {
                if (known.isEmpty() || !epoch.equals(known.lastEntry().getValue()) || it.offset() < known.lastKey()) {
                    known.tailMap(it.offset()).clear();
                    known.put(it.offset(), epoch);
                }
            }));
        }
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        super.commitSync(withEpochs(offsets));
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        super.commitSync(withEpochs(offsets), timeout);
    }

    @Override
    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        super.commitAsync(withEpochs(offsets), callback);
    }

    private Map<TopicPartition, OffsetAndMetadata> withEpochs(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>(offsets);
        known.replaceAll(this::withEpoch);
        return known;
    }

    private OffsetAndMetadata withEpoch(TopicPartition partition, OffsetAndMetadata offset) {
        TreeMap<Long, Integer> known = epochs.get(partition);
        Map.Entry<Long, Integer> read = known == null ? null : known.lowerEntry(offset.offset());
        if (known == null || read == null || offset.leaderEpoch().isPresent()) {
            return offset;
        }
        known.headMap(read.getKey()).clear();
        return new OffsetAndMetadata(offset.offset(), Optional.of(read.getValue()), offset.metadata());
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                listener.onPartitionsRevoked(partitions);
                forget(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.onPartitionsAssigned(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                listener.onPartitionsLost(partitions);
                forget(partitions);
            }
        });
    }

    /** From the metrics, which are right after a poll of it: {@link #currentLag} costs a turn of the network thread. */
    private long left(TopicPartition partition) {
        Metric lag = metrics()
                .get(new MetricName(
                        "records-lag",
                        "consumer-fetch-manager-metrics",
                        "",
                        Map.of(
                                "client-id", clientId,
                                "topic", partition.topic(),
                                "partition", String.valueOf(partition.partition()))));
        return lag != null && lag.metricValue() instanceof Double it ? it.longValue() : 0;
    }

    private void forget(Collection<TopicPartition> partitions) {
        epochs.keySet().removeAll(partitions);
        progress.forget(partitions);
    }

    @Override
    public void close() {
        ends();
        super.close();
    }

    @Override
    @Deprecated
    public void close(Duration timeout) {
        ends();
        super.close(timeout);
    }

    @Override
    public void close(CloseOptions option) {
        ends();
        super.close(option);
    }

    private void ends() {
        if (reading != null) {
            reading.ended(this);
        }
    }

    /** @param wanted where reading was to go on */
    private void report(Map<TopicPartition, Long> wanted) {
        try {
            beginningOffsets(wanted.keySet(), ASK_FOR)
                    .forEach((partition, begin) ->
                            lost.tell(group, partition, wanted.getOrDefault(partition, begin), begin));
        } catch (KafkaException unanswered) {
            LOG.warn("{}: cannot tell whether records were deleted unread from {} on", group, wanted, unanswered);
        }
    }
}
