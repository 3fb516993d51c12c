package io.counterstep.orchestrator;

import io.counterstep.messaging.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the unfinished sagas of each definition: while there are as many as allowed, the records that start more stay in
 * Kafka. Several instances see each other's starts within {@link #RECOUNT}, so together they may exceed the bound by what
 * they start in that time. Sagas that others start, or that are undone after their end, are counted but never wait.
 * Thread-safe.
 */
public final class InFlight implements Throttle {

    public static final int DEFAULT_MAX = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

    private static final Duration RECOUNT = Duration.ofSeconds(1);

    private static final String COUNT = """
            select count(*) from (
                select from saga where definition = ? and ended_at is null limit ?) as unfinished""";

    private final SagaStores stores;
    private final InstantSource clock;
    private final Map<String, List<Counter>> byTopic = new TreeMap<>();

    /**
     * @param max the most unfinished sagas of a definition
     * @param of the same for those definitions for which it is different
     * @throws IllegalArgumentException if one of these is not known
     */
    public InFlight(
            SagaDefinitions definitions, int max, Map<String, Integer> of, SagaStores stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
        of.forEach((name, bound) -> {
            if (definitions.newest(name) == null || bound < 1) {
                throw new IllegalArgumentException("counterstep.max-in-flight-of." + name + " is " + bound
                        + ": it takes the name of a definition and a number of 1 or more; there are "
                        + definitions.newest().stream().map(it -> it.name()).toList());
            }
        });
        for (var definition : definitions.newest()) {
            Counter counter = new Counter(definition.name(), of.getOrDefault(definition.name(), max));
            definitions
                    .startTopics(definition.name())
                    .forEach(topic -> byTopic.computeIfAbsent(topic, name -> new ArrayList<>())
                            .add(counter));
        }
    }

    @Override
    public int reserve(String topic, int wanted) {
        List<Counter> counters = byTopic.getOrDefault(topic, List.of());
        int room = wanted;
        for (Counter counter : counters) {
            room = Math.min(room, counter.room(wanted));
        }
        for (Counter counter : counters) {
            counter.reserve(room);
        }
        return room;
    }

    @Override
    public void done(String topic, int reserved) {
        byTopic.getOrDefault(topic, List.of()).forEach(it -> it.done(reserved));
    }

    /** One definition's sagas; what is reserved may be in the database already, so it rather counts too many. */
    private final class Counter {
        private final String definition;
        private final int max;
        private int counted;
        private int started;
        private int reserved;
        private boolean waiting;
        private Instant countedAt = Instant.MIN;

        Counter(String definition, int max) {
            this.definition = definition;
            this.max = max;
        }

        synchronized int room(int wanted) {
            Instant now = clock.instant();
            if (left() < wanted || !now.isBefore(countedAt.plus(RECOUNT))) {
                counted = unfinished();
                started = 0;
                countedAt = now;
            }
            int room = Math.max(0, Math.min(wanted, left()));
            tell(room);
            return room;
        }

        private int unfinished() {
            int unfinished = 0;
            for (SagaStores.Database it : stores.all()) {
                Integer there = it.jdbc().queryForObject(COUNT, Integer.class, definition, max + 1);
                unfinished += there == null ? 0 : there;
            }
            return unfinished;
        }

        private int left() {
            return max - counted - started - reserved;
        }

        private void tell(int room) {
            if (room == 0 && !waiting) {
                LOG.warn(
                        "starts of {} wait in Kafka: it has {} unfinished sagas, the most allowed (counterstep.max-in-flight)",
                        definition,
                        max);
            } else if (room > 0 && waiting) {
                LOG.info("starts of {} go on", definition);
            }
            waiting = room == 0;
        }

        synchronized void reserve(int records) {
            reserved += records;
        }

        synchronized void done(int records) {
            reserved -= records;
            started += records;
        }
    }
}
