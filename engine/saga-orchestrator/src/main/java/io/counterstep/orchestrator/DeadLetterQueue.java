package io.counterstep.orchestrator;

import io.counterstep.messaging.FreshPlans;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The dead letters that wait to be replayed, in PostgreSQL. A portion is claimed in one transaction and settled in another, and
 * nothing is locked in between. A claim is known by when it ends; there is one at a time. Runs in the caller's transaction.
 * Thread-safe.
 */
final class DeadLetterQueue {

    /** Any number, the same in all instances: "letter" in ASCII. */
    private static final long LOCK = 0x6c6574746572L;

    /**
     * Two statements, not one: only a statement that begins when the lock is held sees what whoever held it before has claimed.
     */
    private static final String NEXT = """
            select pg_advisory_xact_lock(?) is null;
            select id, source_topic, record_key, value, header_names, header_values
            from saga_dead_letter
            where state = 'REPLAYING' and not exists (select from saga_dead_letter where claimed_until > ?)
            order by id limit ? for update""";

    private static final String CLAIM = "update saga_dead_letter set claimed_until = ? where id = any(?)";

    private static final String STILL_CLAIMED =
            "select id from saga_dead_letter where claimed_until = ? order by id for update";

    private static final String DONE = """
            update saga_dead_letter set state = 'REPLAYED', claimed_until = null, changed_at = ? where id = any(?)""";

    private static final String RELEASE = "update saga_dead_letter set claimed_until = null where claimed_until = ?";

    private final JdbcTemplate jdbc;

    DeadLetterQueue(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One whose turn it is, as it goes out. */
    record Outgoing(long id, String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {}

    /**
     * Those whose turn it is, the oldest first; none while a claim is there that has not ended. Must come first in its
     * transaction.
     */
    List<Outgoing> claim(int limit, Instant now, Instant until) {
        List<Outgoing> next = new ArrayList<>();
        FreshPlans.beginWith(
                jdbc,
                NEXT,
                new Object[] {LOCK, Timestamp.from(now), limit},
                locked -> {},
                row -> next.add(new Outgoing(
                        row.getLong("id"),
                        row.getString("source_topic"),
                        row.getBytes("record_key"),
                        row.getBytes("value"),
                        DeadLetterStore.headers(row))));
        if (!next.isEmpty()) {
            Long[] ids = next.stream().map(Outgoing::id).toArray(Long[]::new);
            jdbc.update(CLAIM, Timestamp.from(until), ids);
        }
        return next;
    }

    /** Those of that claim that nobody else has claimed or taken back since it ended, locked. */
    Set<Long> stillClaimed(Instant until) {
        return new TreeSet<>(jdbc.query(STILL_CLAIMED, (row, n) -> row.getLong("id"), Timestamp.from(until)));
    }

    void done(List<Long> published, Instant now) {
        jdbc.update(DONE, Timestamp.from(now), published.toArray(Long[]::new));
    }

    /** What is still in that claim waits for its turn again. */
    void release(Instant until) {
        jdbc.update(RELEASE, Timestamp.from(until));
    }
}
