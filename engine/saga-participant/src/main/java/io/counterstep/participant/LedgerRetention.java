package io.counterstep.participant;

import io.counterstep.messaging.FreshPlans;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Purges ledger rows that changed last long ago. Their keys stay behind for a while, so that a request that comes again is
 * refused, not executed, and a compensation still undoes what is in force, once. Thread-safe; any number of instances share
 * the work.
 *
 * <p>Rows that a batch holds are passed over; a batch that wants one which is being purged waits for one portion at the most,
 * then finds its key.
 */
public final class LedgerRetention {

    /** The most rows, and the most keys, that one tick purges. */
    public static final int BATCH = 500;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerRetention.class);

    private static final String PURGE = """
            with old as (
                select saga_id, step, took_effect and compensation_type is null as in_force from saga_ledger
                where created_at < ? and updated_at < ?
                order by created_at limit ? for update skip locked
            ), kept as (
                insert into saga_ledger_purged (saga_id, step, in_force, purged_at)
                select saga_id, step, in_force, ? from old
                on conflict (saga_id, step) do update set in_force = excluded.in_force, purged_at = excluded.purged_at
            )
            delete from saga_ledger l using old where l.saga_id = old.saga_id and l.step = old.step""";

    private static final String FORGET = """
            with old as (
                select saga_id, step from saga_ledger_purged
                where purged_at < ? order by purged_at limit ? for update skip locked
            )
            delete from saga_ledger_purged p using old where p.saga_id = old.saga_id and p.step = old.step""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final LedgerMemory memory;
    private final InstantSource clock;

    public LedgerRetention(
            JdbcTemplate jdbc, PlatformTransactionManager transactions, LedgerMemory memory, InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * Does one bounded piece of work.
     *
     * @return true if there may be more
     */
    public boolean tick() {
        Instant now = clock.instant();
        Timestamp changed = timestamp(memory.rowsSince(now));
        Timestamp purged = timestamp(memory.keys() == null ? null : now.minus(memory.keys()));
        int rows = changed == null ? 0 : update(PURGE, changed, changed, BATCH, Timestamp.from(now));
        int keys = purged == null ? 0 : update(FORGET, purged, BATCH);
        if (rows + keys > 0) {
            LOG.debug("purged {} ledger rows and {} keys", rows, keys);
        }
        return rows == BATCH || keys == BATCH;
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private int update(String sql, Object... arguments) {
        Integer rows = transaction.execute(status -> {
            FreshPlans.inThisTransaction(jdbc);
            return jdbc.update(sql, arguments);
        });
        return rows == null ? 0 : rows;
    }
}
