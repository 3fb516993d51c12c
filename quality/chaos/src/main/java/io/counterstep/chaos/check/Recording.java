package io.counterstep.chaos.check;

import io.counterstep.messaging.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a tape holds. Immutable, thread-safe. */
public final class Recording {

    private static final Comparator<TapeRecord> BY_TIME = Comparator.comparingLong(TapeRecord::timestamp)
            .thenComparing(TapeRecord::topic)
            .thenComparingInt(TapeRecord::partition)
            .thenComparingLong(TapeRecord::offset);

    private final List<TapeRecord> records;
    private final Map<String, Long> missed;
    private final Set<String> deleted;
    private final List<TapeRecord> deadLetters;
    private final Map<String, List<TapeRecord>> byOrder = new HashMap<>();
    private final Set<String> injectedAt = new HashSet<>();

    /**
     * @param missed by topic, how many records were gone before they could be read
     * @param deleted the topics of which records were deleted, read or not
     */
    Recording(List<TapeRecord> records, Map<String, Long> missed, Set<String> deleted) {
        this.records = List.copyOf(records);
        this.missed = Map.copyOf(missed);
        this.deleted = Set.copyOf(deleted);
        this.deadLetters = this.records.stream()
                .filter(it -> it.topic().endsWith(DeadLetter.TOPIC_SUFFIX))
                .toList();
        for (TapeRecord record : this.records) {
            if (!record.orderId().isEmpty()) {
                byOrder.computeIfAbsent(record.orderId(), it -> new ArrayList<>(10))
                        .add(record);
            }
            if (record.injected()) {
                injectedAt.add(record.position());
            }
        }
        byOrder.values().forEach(it -> it.sort(BY_TIME));
    }

    /** Those of one partition in their order. */
    public List<TapeRecord> records() {
        return records;
    }

    public List<TapeRecord> deadLetters() {
        return deadLetters;
    }

    /** By topic, how many records were gone before the tape could read them. */
    public Map<String, Long> missed() {
        return missed;
    }

    /** The topics of which records were deleted while the tape ran, whether it had read them or not. */
    public Set<String> deleted() {
        return deleted;
    }

    /** The keys of all records that have one, known to a service or not. */
    public Set<String> orders() {
        return Set.copyOf(byOrder.keySet());
    }

    /** The records about an order in the order of their timestamps, dead letters too. */
    public List<TapeRecord> about(String orderId) {
        return List.copyOf(byOrder.getOrDefault(orderId, List.of()));
    }

    /** Whether the tape has every record that was ever in the topic. */
    boolean isWhole(String topic) {
        return !missed.containsKey(topic);
    }

    /** Whether no record of the topic was deleted, so that every party could read all of it. */
    boolean isUntouched(String topic) {
        return isWhole(topic) && !deleted.contains(topic);
    }

    /** Whether a dead letter is a copy of an injected record. */
    boolean quotesInjected(TapeRecord deadLetter) {
        TapeRecord.Letter letter = deadLetter.letter();
        return letter != null && letter.source() != null && injectedAt.contains(letter.source());
    }
}
