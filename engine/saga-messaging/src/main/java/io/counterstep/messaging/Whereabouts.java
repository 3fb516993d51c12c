package io.counterstep.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Where records stand on Kafka, and which consumer groups have got past them: for people who look, no loop needs it. One admin
 * client is made at the first look and closed with this; a consumer without a group lives as long as a look. Nothing is
 * thrown whatever Kafka answers, or does not: what could not be found out is said. Thread-safe.
 */
public final class Whereabouts implements AutoCloseable {

    /** How long one look takes at most, all that it asks Kafka taken together. */
    public static final Duration WITHIN = Duration.ofSeconds(2);

    /** The most records that one look reads in search of those that are wanted. */
    public static final int MAX_RECORDS = 10_000;

    /** The most consumer groups that one look asks how far they are. */
    public static final int MAX_GROUPS = 500;

    /** Who comes while so many look already is told so at once. */
    public static final int MAX_AT_ONCE = 4;

    private final Map<String, Object> kafka;
    private final Duration within;
    private final Semaphore looks;
    private @Nullable Admin admin;

    /** @param kafka bootstrap servers and security */
    public Whereabouts(Map<String, Object> kafka) {
        this(kafka, WITHIN, MAX_AT_ONCE);
    }

    Whereabouts(Map<String, Object> kafka, Duration within, int atOnce) {
        this.kafka = Map.copyOf(kafka);
        this.within = within;
        this.looks = new Semaphore(atOnce);
    }

    /**
     * A record that somebody asks for.
     *
     * @param key by which it was published
     * @param id in its header {@link Records#ID}
     * @param saidAt when it was decided on first; null if that is not known, then it cannot be searched for
     */
    public record Wanted(
            String topic, String key, String id, @Nullable Instant saidAt) {}

    /**
     * What was found out about it.
     *
     * @param partition null if it is not known which
     * @param offset of the first record with that id; null if it was not found
     * @param readers the groups that have committed an offset there, by name
     * @param problem what could not be found out, and why, for people; null if all was
     */
    public record Found(
            @Nullable Integer partition,
            @Nullable Long offset,
            List<Reader> readers,
            @Nullable String problem) {

        public Found {
            readers = List.copyOf(readers);
        }
    }

    /**
     * A consumer group on the record's partition. A group of the engine commits what it has handled and answered.
     *
     * @param committed the offset from which it would go on
     * @param lag how many records it has still to read there
     */
    public record Reader(String group, long committed, long lag) {}

    /** Looks for all of them together, by their ids; returns within {@link #WITHIN}, give or take. */
    public Map<String, Found> look(Collection<Wanted> wanted) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        if (!looks.tryAcquire()) {
            return none(wanted, "too many look for records at the same time: ask again");
        }
        try {
            return new KafkaLook(admin(), kafka, wanted, within).found();
        } catch (KafkaException unusable) {
            return none(wanted, "Kafka cannot be asked: " + unusable.getMessage());
        } finally {
            looks.release();
        }
    }

    private static Map<String, Found> none(Collection<Wanted> wanted, String problem) {
        Map<String, Found> none = new HashMap<>();
        wanted.forEach(it -> none.put(it.id(), new Found(null, null, List.of(), problem)));
        return none;
    }

    private synchronized Admin admin() {
        Admin known = admin;
        if (known == null) {
            known = Admin.create(kafka);
            admin = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        Admin known = admin;
        if (known != null) {
            known.close(within);
        }
    }
}
