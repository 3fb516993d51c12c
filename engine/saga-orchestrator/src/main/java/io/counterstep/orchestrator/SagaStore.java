package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.FreshPlans;
import io.counterstep.messaging.IndexPlans;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.RoundTrip;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Sagas and their history in PostgreSQL, read and written in sets. Runs in the caller's transaction. Thread-safe. */
final class SagaStore {

    private static final Logger LOG = LoggerFactory.getLogger(SagaStore.class);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private static final String COLUMNS =
            "id, version, state, reason, progress, facts, parent, started_at, ends_by, next_check_at, revision";

    private static final String LOAD = "select " + COLUMNS + " from saga where id = any(?) order by id for update";

    private static final String PEEK = "select " + COLUMNS + " from saga where id = ?";

    private static final String PEEK_ALL = "select " + COLUMNS + " from saga where id = any(?)";

    private static final String DUE = "select " + COLUMNS
            + " from saga where next_check_at <= ? and definition || ':' || version = any(?)"
            + " order by next_check_at limit ? for update skip locked";

    private static final String HELD = "select " + COLUMNS
            + " from saga where held_by = ? order by started_at, id limit ? offset ? for update skip locked";

    private static final String INSERT = """
            insert into saga (id, definition, version, business_key, state, step, reason, attention, progress, facts,
                              parent, started_at, ends_by, updated_at, ended_at, next_check_at, held_by, revision)
            select id, definition, version, business_key, state, step, reason, attention, progress, facts,
                   parent, to_timestamp(started_at / 1e6::float8), to_timestamp(ends_by / 1e6::float8), now,
                   case when state in ('COMPLETED', 'CANCELED') then now end,
                   to_timestamp(next_check_at / 1e6::float8), held_by, revision
            from (select ?::timestamptz) as t (now), unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::int[],
                        ?::text[], ?::text[], ?::bigint[])
                 as n (id, version, state, step, reason, attention, progress, facts,
                       parent, ends_by, next_check_at, held_by, revision,
                       definition, business_key, started_at)
            order by id""";

    private static final String UPDATE = """
            update saga s
            set version = n.version, state = n.state, step = n.step, reason = n.reason, attention = n.attention,
                progress = n.progress, facts = n.facts, parent = n.parent,
                ends_by = to_timestamp(n.ends_by / 1e6::float8),
                next_check_at = to_timestamp(n.next_check_at / 1e6::float8), held_by = n.held_by, revision = n.revision, updated_at = t.now,
                ended_at = case when n.state in ('COMPLETED', 'CANCELED') then t.now end
            from (select ?::timestamptz) as t (now), unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::int[], ?::int[])
                 as n (id, version, state, step, reason, attention, progress, facts,
                       parent, ends_by, next_check_at, held_by, revision, stored_revision)
            where s.id = n.id and s.revision = n.stored_revision""";

    private static final String REARM = """
            update saga s set next_check_at = to_timestamp(n.next_check_at / 1e6::float8)
            from unnest(?::text[], ?::bigint[]) as n (id, next_check_at) where s.id = n.id""";

    private static final String POSTPONE = "update saga set next_check_at = ? where id = any(?)";

    private static final String APPEND = """
            insert into saga_history (saga_id, revision, at, kind, step, from_state, to_state, message, commands, detail)
            select saga_id, revision, to_timestamp(at / 1e6::float8), kind, step, from_state, to_state, message, commands, detail
            from unnest(?::text[], ?::int[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[])
                 as n (saga_id, revision, at, kind, step, from_state, to_state, message, commands, detail)""";

    private final JdbcTemplate jdbc;
    private final MessageFormat format;

    SagaStore(JdbcTemplate jdbc, MessageFormat format) {
        this.jdbc = jdbc;
        this.format = format;
    }

    /** Those sagas that exist, locked until the transaction ends. */
    Map<SagaId, StoredSaga> load(Collection<SagaId> ids) {
        Map<SagaId, StoredSaga> sagas = new HashMap<>();
        if (!ids.isEmpty()) {
            FreshPlans.inThisTransaction(jdbc);
            jdbc.query(LOAD, putInto(sagas), (Object) sorted(ids));
        }
        return sagas;
    }

    /** @param purged those ids whose saga is not there any more */
    record Loaded(Map<SagaId, StoredSaga> sagas, Set<SagaId> purged) {

        Loaded with(Map<SagaId, StoredSaga> others) {
            Map<SagaId, StoredSaga> all = new HashMap<>(sagas);
            all.putAll(others);
            return new Loaded(all, purged);
        }
    }

    /**
     * The same as the first thing in a transaction, in one round trip.
     *
     * @param mayBeNew whether to ask at once which ids were purged; otherwise that is asked only if some are missing
     */
    Loaded begin(Collection<SagaId> ids, boolean mayBeNew) {
        Map<SagaId, StoredSaga> sagas = new HashMap<>();
        Set<SagaId> purged = new HashSet<>();
        if (ids.isEmpty()) {
            return new Loaded(sagas, purged);
        }
        String[] sorted = sorted(ids);
        if (mayBeNew) {
            Object[] arguments = {sorted, sorted};
            IndexPlans.beginWith(jdbc, LOAD + "; " + Retention.PURGED, arguments, putInto(sagas), row -> {
                purged.add(SagaId.parse(row.getString(1)));
            });
        } else {
            IndexPlans.beginWith(jdbc, LOAD, new Object[] {sorted}, putInto(sagas));
            Set<SagaId> missing = new HashSet<>(ids);
            missing.removeAll(sagas.keySet());
            purged.addAll(Retention.purged(jdbc, missing));
        }
        purged.removeAll(sagas.keySet());
        return new Loaded(sagas, purged);
    }

    private static String[] sorted(Collection<SagaId> ids) {
        return ids.stream().map(SagaId::toString).sorted().toArray(String[]::new);
    }

    private RowCallbackHandler putInto(Map<SagaId, StoredSaga> sagas) {
        return row -> {
            StoredSaga it = saga(row);
            sagas.put(it.saga().id(), it);
        };
    }

    /** As it is now, without a lock. */
    Optional<StoredSaga> peek(SagaId id) {
        return jdbc.query(PEEK, (row, n) -> saga(row), id.toString()).stream().findFirst();
    }

    /** The same of several in one query; those that cannot be read are left out. */
    List<StoredSaga> peek(Collection<SagaId> ids) {
        Readable peeked = new Readable();
        jdbc.query(PEEK_ALL, peeked, (Object) sorted(ids));
        return peeked.sagas;
    }

    /**
     * Sagas whose check is due, the longest overdue first; those that another transaction holds are left to it.
     *
     * @param versions as {@code definition:version}; sagas of others are left to instances that know them
     */
    List<StoredSaga> due(Instant now, Collection<String> versions, int limit) {
        FreshPlans.inThisTransaction(jdbc);
        Readable due = new Readable();
        jdbc.query(DUE, due, Timestamp.from(now), versions.toArray(String[]::new), limit);
        if (!due.unreadable.isEmpty()) {
            jdbc.update(POSTPONE, Timestamp.from(now.plus(AFTER_FAILURE)), due.unreadable.toArray(String[]::new));
        }
        return due.sagas;
    }

    /** Sagas that wait behind that gate, those that started first; those that another transaction holds are left to it. */
    List<StoredSaga> held(String gate, int limit, int offset) {
        FreshPlans.inThisTransaction(jdbc);
        Readable held = new Readable();
        jdbc.query(HELD, held, gate, limit, offset);
        return held.sagas;
    }

    /** One row that cannot be read must not keep the others from their turn. */
    private final class Readable implements RowCallbackHandler {
        private final List<StoredSaga> sagas = new ArrayList<>();
        private final List<String> unreadable = new ArrayList<>();

        @Override
        public void processRow(ResultSet row) throws SQLException {
            try {
                sagas.add(saga(row));
            } catch (RuntimeException failed) {
                LOG.error("cannot read saga {}, passed over for now", row.getString("id"), failed);
                unreadable.add(row.getString("id"));
            }
        }
    }

    /** The same as the first thing in a transaction. */
    void beginWithSave(List<StoredSaga> inserts, List<StoredSaga> updates, List<SagaSession.Line> lines, Instant now) {
        save(true, inserts, updates, lines, now);
    }

    /**
     * Writes new sagas, changed ones and their history in one round trip.
     *
     * @throws org.springframework.dao.DuplicateKeyException if another transaction started one of them; try again
     * @throws OptimisticLockingFailureException if another transaction moved one of them since it was read; try again
     */
    void save(List<StoredSaga> inserts, List<StoredSaga> updates, List<SagaSession.Line> lines, Instant now) {
        save(false, inserts, updates, lines, now);
    }

    private void save(
            boolean first,
            List<StoredSaga> inserts,
            List<StoredSaga> updates,
            List<SagaSession.Line> lines,
            Instant now) {
        List<String> statements = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (!inserts.isEmpty()) {
            statements.add(INSERT);
            values.addAll(columns(inserts, now));
            values.add(texts(inserts, it -> it.saga().id().definition()));
            values.add(texts(inserts, it -> it.saga().id().key()));
            values.add(times(inserts, it -> it.saga().startedAt()));
        }
        if (!updates.isEmpty()) {
            statements.add(UPDATE);
            values.addAll(columns(updates, now));
            values.add(ints(updates, StoredSaga::storedRevision));
        }
        if (!lines.isEmpty()) {
            statements.add(APPEND);
            values.addAll(columns(lines));
        }
        if (!statements.isEmpty()) {
            String all = String.join("; ", statements);
            int written = first
                    ? IndexPlans.beginWith(jdbc, all, values.toArray())
                    : RoundTrip.write(jdbc, all, values.toArray());
            int wanted = inserts.size() + updates.size() + lines.size();
            if (written != wanted) {
                throw new OptimisticLockingFailureException("of " + wanted + " rows " + written
                        + " were written: another transaction moved or purged one of " + updates.size() + " sagas");
            }
        }
    }

    /** Moves checks that fired and found nothing to do. */
    void rearm(List<StoredSaga> sagas) {
        if (!sagas.isEmpty()) {
            jdbc.update(REARM, texts(sagas, it -> it.saga().id().toString()), times(sagas, StoredSaga::nextCheckAt));
        }
    }

    private static List<Object> columns(List<SagaSession.Line> lines) {
        return List.of(
                texts(lines, it -> it.saga().toString()),
                ints(lines, it -> it.transition().revision()),
                times(lines, it -> it.transition().at()),
                texts(lines, it -> it.transition().kind().name()),
                texts(lines, it -> it.transition().step()),
                texts(lines, it -> it.transition().from().name()),
                texts(lines, it -> it.transition().to().name()),
                texts(lines, it -> it.transition().message()),
                texts(lines, it -> String.join(" ", it.transition().commands())),
                texts(lines, it -> it.transition().detail()));
    }

    private List<Object> columns(List<StoredSaga> sagas, Instant now) {
        List<Object> columns = new ArrayList<>();
        columns.add(Timestamp.from(now));
        columns.add(texts(sagas, it -> it.saga().id().toString()));
        columns.add(ints(sagas, it -> it.saga().version()));
        columns.add(texts(sagas, it -> it.saga().state().status().name()));
        columns.add(texts(sagas, it -> waiting(it.saga())));
        columns.add(texts(sagas, it -> it.saga().state().reason()));
        columns.add(texts(sagas, it -> attention(it.saga().state())));
        columns.add(texts(sagas, it -> Progress.write(it.saga())));
        columns.add(texts(sagas, it -> format.join(it.saga().facts())));
        columns.add(texts(sagas, it -> text(it.saga().parent())));
        columns.add(times(sagas, it -> it.saga().deadline()));
        columns.add(times(sagas, StoredSaga::nextCheckAt));
        columns.add(texts(sagas, it -> it.saga().heldBy().orElse(null)));
        columns.add(ints(sagas, it -> it.saga().revision()));
        return columns;
    }

    private static @Nullable String waiting(SagaInstance saga) {
        List<Outstanding> waits = saga.waits();
        return waits.isEmpty() ? null : waits.stream().map(Outstanding::step).collect(Collectors.joining(" "));
    }

    private static @Nullable String attention(SagaState state) {
        return state instanceof SagaState.NeedsAttention attention ? attention.why() : null;
    }

    private static @Nullable String text(@Nullable CommandId command) {
        return command == null ? null : command.toString();
    }

    private StoredSaga saga(ResultSet row) throws SQLException {
        return StoredSaga.held(instance(row), instant(row.getTimestamp("next_check_at")));
    }

    SagaInstance instance(ResultSet row) throws SQLException {
        SagaId id = SagaId.parse(row.getString("id"));
        Progress progress = Progress.read(row.getString("progress"));
        String parent = row.getString("parent");
        return new SagaInstance(
                id,
                row.getInt("version"),
                progress.state(id, row.getString("reason")),
                progress.known(),
                format.split(row.getString("facts").getBytes(StandardCharsets.UTF_8)),
                progress.former(),
                parent == null ? null : CommandId.parse(parent),
                row.getTimestamp("started_at").toInstant(),
                instant(row.getTimestamp("ends_by")),
                row.getInt("revision"));
    }

    static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static <T extends @Nullable Object> Object texts(List<T> rows, Function<T, @Nullable String> value) {
        @Nullable String[] column = new @Nullable String[rows.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }

    private static <T extends @Nullable Object> Object ints(List<T> rows, Function<T, Integer> value) {
        Integer[] column = new Integer[rows.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }

    /** Times travel as microseconds since 1970, PostgreSQL's own precision: the driver has no array form for instants. */
    private static <T extends @Nullable Object> Object times(List<T> rows, Function<T, @Nullable Instant> value) {
        @Nullable Long[] column = new @Nullable Long[rows.size()];
        for (int i = 0; i < column.length; i++) {
            Instant time = value.apply(rows.get(i));
            column[i] = time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
        }
        return column;
    }
}
