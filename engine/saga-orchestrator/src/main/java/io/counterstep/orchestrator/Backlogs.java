package io.counterstep.orchestrator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far consumer groups are behind on topics, as Kafka tells: of whoever reads them, in whatever language. What was told is
 * shown for 5 seconds; if Kafka does not answer within 2, nothing is. Thread-safe.
 */
public final class Backlogs {

    private static final Logger LOG = LoggerFactory.getLogger(Backlogs.class);

    /** For how long an answer, or the lack of one, is good enough. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** How long Kafka may take. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Source source;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Answer latest;

    /**
     * A consumer group.
     *
     * @param lag the records of the topic that it has not read
     * @param members its consumers that are there now
     */
    public record Group(String group, long lag, int members) {}

    private record Answer(Instant at, Set<String> topics, Map<String, List<Group>> groups) {}

    /** Where it is known. */
    public interface Source {

        /**
         * By topic, the groups that have committed offsets there.
         *
         * @throws TimeoutException if it takes longer
         * @throws ExecutionException if it cannot be told
         */
        Map<String, List<Group>> groups(Set<String> topics, Duration atMost)
                throws ExecutionException, InterruptedException, TimeoutException;
    }

    public Backlogs(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** By topic; those of which nothing is known are not there. One asks at a time, the others take the same. */
    Map<String, List<Group>> of(Collection<String> topics) {
        asking.lock();
        try {
            Answer known = latest;
            Set<String> wanted = Set.copyOf(topics);
            if (known == null || !known.topics().equals(wanted) || !isFresh(known)) {
                Map<String, List<Group>> groups = ask(wanted);
                // after it was asked, so that a Kafka that does not answer is not asked all the time
                known = new Answer(clock.instant(), wanted, groups);
                latest = known;
            }
            return known.groups();
        } finally {
            asking.unlock();
        }
    }

    private boolean isFresh(Answer answer) {
        Duration age = Duration.between(answer.at(), clock.instant());
        return !age.isNegative() && age.compareTo(FRESH) < 0;
    }

    private Map<String, List<Group>> ask(Set<String> topics) {
        try {
            return new HashMap<>(source.groups(topics, PATIENCE));
        } catch (ExecutionException | TimeoutException unknown) {
            LOG.debug("Kafka does not tell how far the readers of {} are behind", topics, unknown);
            return Map.of();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }
}
