package io.counterstep.orchestrator;

import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.FreshPlans;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Purges sagas that ended long ago, with their history. Their ids stay behind for a while, so that a late duplicate of
 * their start does not start them anew. A child saga is kept for as long as its parent, which may still undo it.
 * Thread-safe; any number of instances share the work.
 */
public final class Retention {

    /** The most sagas, and the most ids, that one tick purges in each database. */
    public static final int BATCH = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final String PURGE = """
            with old as (
                select id, state from saga s
                where ended_at < ?
                  and %s
                order by ended_at limit ? for update of s skip locked
            ), kept as (
                insert into saga_purged (id, purged_at, state) select id, ?, state from old
                on conflict (id) do update set purged_at = excluded.purged_at, state = excluded.state
            ), history as (
                delete from saga_history h using old where h.saga_id = old.id
            )
            delete from saga s using old where s.id = old.id""";

    private static final String PURGE_ALL = PURGE.formatted(
            "not exists (select from saga p where p.id = regexp_replace(s.parent, '/[^/]*/[^/]*$', ''))");

    /** Where parents may be in another database, children go by themselves. */
    private static final String PURGE_PARENTLESS = PURGE.formatted("parent is null");

    private static final String PURGE_CHILDREN = PURGE.formatted("id = any(?)");

    private static final String CHILDREN = """
            select id, parent, ended_at from saga
            where ended_at < ? and parent is not null and (ended_at, id) > (?, ?)
            order by ended_at, id limit ?""";

    private static final String THERE = "select id from saga where id = any(?)";

    private static final String FORGET = """
            with gone as (
                delete from saga_purged
                where id in (select id from saga_purged where purged_at < ? order by purged_at limit ?
                             for update skip locked)
                returning purged_at
            ), mark as (
                insert into saga_forgotten (up_to) select max(purged_at) from gone having count(*) > 0
                on conflict (single) do update set up_to = greatest(saga_forgotten.up_to, excluded.up_to)
            )
            select count(*) from gone""";

    /** Takes an array of ids. */
    static final String PURGED = "select id from saga_purged where id = any(?)";

    private final SagaStores stores;
    private final List<Purge> purges;
    private final InstantSource clock;
    private final @Nullable Duration finished;
    private final @Nullable Duration ids;

    /**
     * @param finished how long a saga is kept after its end; null for ever
     * @param ids how long its id is kept after that; null for ever
     */
    public Retention(SagaStores stores, @Nullable Duration finished, @Nullable Duration ids, InstantSource clock) {
        this.stores = stores;
        this.purges = stores.map(Purge::new);
        this.finished = finished;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Does one bounded piece of work in each database.
     *
     * @return true if there may be more
     */
    public boolean tick() {
        boolean more = false;
        for (Purge purge : purges) {
            more |= purge.tick(clock.instant());
        }
        return more;
    }

    /** A child that is over, as its database knows it. */
    private record Child(String id, SagaId parent, Instant endedAt) {}

    /** The work in one database. */
    private final class Purge {
        private final JdbcTemplate jdbc;
        private final TransactionTemplate transaction;

        /** The last child that was looked at; null at the beginning. Those whose parents are there are passed over. */
        private @Nullable Child place;

        Purge(SagaStores.Database database) {
            this.jdbc = database.jdbc();
            this.transaction = new TransactionTemplate(database.transactions());
        }

        synchronized boolean tick(Instant now) {
            boolean more = false;
            int sagas = 0;
            if (finished != null) {
                Timestamp ended = Timestamp.from(now.minus(finished));
                String purge = stores.count() == 1 ? PURGE_ALL : PURGE_PARENTLESS;
                sagas = update(purge, ended, BATCH, Timestamp.from(now));
                more = sagas == BATCH || (stores.count() > 1 && purgeChildren(ended, now));
            }
            int forgotten = ids == null ? 0 : forget(Timestamp.from(now.minus(ids)));
            if (sagas + forgotten > 0) {
                LOG.debug("purged {} sagas and {} ids", sagas, forgotten);
            }
            return more || forgotten == BATCH;
        }

        /** A parent that is gone never comes back, so it need not be locked while its children go. */
        private boolean purgeChildren(Timestamp ended, Instant now) {
            Instant after = place == null ? Instant.EPOCH : place.endedAt();
            List<Child> page = jdbc.query(
                    CHILDREN,
                    (row, n) -> new Child(
                            row.getString(1),
                            CommandId.parse(row.getString(2)).saga(),
                            row.getTimestamp(3).toInstant()),
                    ended,
                    Timestamp.from(after),
                    place == null ? "" : place.id(),
                    BATCH);
            Set<SagaId> parents = there(page.stream().map(Child::parent).collect(Collectors.toSet()));
            String[] orphans = page.stream()
                    .filter(it -> !parents.contains(it.parent()))
                    .map(Child::id)
                    .toArray(String[]::new);
            if (orphans.length > 0) {
                update(PURGE_CHILDREN, ended, orphans, BATCH, Timestamp.from(now));
            }
            boolean more = page.size() == BATCH;
            place = more ? page.getLast() : null;
            return more;
        }

        /** Keeps in mind up to when, for whoever meets what is left of such a saga. */
        private int forget(Timestamp purged) {
            Integer ids = transaction.execute(status -> {
                FreshPlans.inThisTransaction(jdbc);
                return jdbc.queryForObject(FORGET, Integer.class, purged, BATCH);
            });
            return ids == null ? 0 : ids;
        }

        private int update(String sql, Object... arguments) {
            Integer rows = transaction.execute(status -> {
                FreshPlans.inThisTransaction(jdbc);
                return jdbc.update(sql, arguments);
            });
            return rows == null ? 0 : rows;
        }
    }

    /** Those of the sagas that are not purged yet, wherever they live. */
    private Set<SagaId> there(Set<SagaId> sagas) {
        Set<SagaId> there = new HashSet<>();
        stores.divide(sagas).forEach((store, its) -> {
            Object ids = its.stream().map(SagaId::toString).toArray(String[]::new);
            there.addAll(stores.get(store).jdbc().query(THERE, (row, n) -> SagaId.parse(row.getString(1)), ids));
        });
        return there;
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
