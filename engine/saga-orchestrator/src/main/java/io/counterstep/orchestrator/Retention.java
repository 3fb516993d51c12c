package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.FreshPlans;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Purges sagas that ended long ago, with their history. Their ids stay behind for a while, so that a late duplicate of
 * their start does not start them anew. A child saga is kept for as long as its parent, which may still undo it.
 * Thread-safe; any number of instances share the work.
 */
public final class Retention {

    /** The most sagas, and the most ids, that one tick purges. */
    public static final int BATCH = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final String PURGE = """
            with old as (
                select id from saga s
                where ended_at < ?
                  and not exists (select from saga p where p.id = regexp_replace(s.parent, '/[^/]*/[^/]*$', ''))
                order by ended_at limit ? for update of s skip locked
            ), kept as (
                insert into saga_purged (id, purged_at) select id, ? from old
                on conflict (id) do update set purged_at = excluded.purged_at
            ), history as (
                delete from saga_history h using old where h.saga_id = old.id
            )
            delete from saga s using old where s.id = old.id""";

    private static final String FORGET = """
            delete from saga_purged
            where id in (select id from saga_purged where purged_at < ? order by purged_at limit ?
                         for update skip locked)""";

    /** Takes an array of ids. */
    static final String PURGED = "select id from saga_purged where id = any(?)";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final @Nullable Duration finished;
    private final @Nullable Duration ids;

    /**
     * @param finished how long a saga is kept after its end; null for ever
     * @param ids how long its id is kept after that; null for ever
     */
    public Retention(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            @Nullable Duration finished,
            @Nullable Duration ids,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.finished = finished;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Does one bounded piece of work.
     *
     * @return true if there may be more
     */
    public boolean tick() {
        Instant now = clock.instant();
        int sagas = finished == null ? 0 : update(PURGE, cutoff(now, finished), BATCH, Timestamp.from(now));
        int forgotten = ids == null ? 0 : update(FORGET, cutoff(now, ids), BATCH);
        if (sagas + forgotten > 0) {
            LOG.debug("purged {} sagas and {} ids", sagas, forgotten);
        }
        return sagas == BATCH || forgotten == BATCH;
    }

    private static Timestamp cutoff(Instant now, Duration kept) {
        return Timestamp.from(now.minus(kept));
    }

    private int update(String sql, Object... arguments) {
        Integer rows = transaction.execute(status -> {
            FreshPlans.inThisTransaction(jdbc);
            return jdbc.update(sql, arguments);
        });
        return rows == null ? 0 : rows;
    }

    /** Those of the sagas that were purged. */
    static Set<SagaId> purged(JdbcTemplate jdbc, Collection<SagaId> sagas) {
        if (sagas.isEmpty()) {
            return Set.of();
        }
        Object ids = sagas.stream().map(SagaId::toString).toArray(String[]::new);
        return new HashSet<>(jdbc.query(PURGED, (row, n) -> SagaId.parse(row.getString(1)), ids));
    }
}
