package io.counterstep.messaging;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records that Kafka deleted before this instance's loops read them, since its start. Thread-safe. */
public final class LostRecords {

    private static final Logger LOG = LoggerFactory.getLogger(LostRecords.class);

    private final Map<String, Long> byTopic = new TreeMap<>();

    /** So that none counts twice when its partition is assigned again. */
    private final Map<String, Long> toldUpTo = new HashMap<>();

    private final LoopObserver observer;

    LostRecords(LoopObserver observer) {
        this.observer = observer;
    }

    /**
     * @param wanted the first offset that was still to be read
     * @param begin the first that is there; all is well unless it is larger
     */
    synchronized void tell(String group, TopicPartition partition, long wanted, long begin) {
        String place = group + " " + partition;
        long from = Math.max(wanted, toldUpTo.getOrDefault(place, 0L));
        if (from >= begin) {
            return;
        }
        toldUpTo.put(place, begin);
        byTopic.merge(group + " " + partition.topic(), begin - from, Long::sum);
        observer.lost(group, partition.topic(), begin - from);
        LOG.error(
                "{}: Kafka has deleted {} records of {} before they were read, offsets {} to {}. Commands and replies among"
                        + " them are asked for again by the sagas' checks; nothing else is. Keep records longer than a"
                        + " service may be away: retention.ms of {}",
                group,
                begin - from,
                partition,
                from,
                begin - 1,
                partition.topic());
    }

    /** How many, by consumer group and topic; empty as long as all is well. */
    public synchronized Map<String, Long> byTopic() {
        return new TreeMap<>(byTopic);
    }
}
