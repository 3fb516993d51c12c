package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.FreshPlans;
import io.counterstep.messaging.MessageFormat;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sagas and their history in PostgreSQL, read and written in sets. Runs in the caller's transaction. Thread-safe. */
final class SagaStore {

    private static final String COLUMNS = """
            id, version, state, step, action, attempt, failures, resend_at, deadline_at, caused_by,
            reason, attention, facts, started_at, next_check_at, revision""";

    private static final String LOAD = "select " + COLUMNS + " from saga where id = any(?) order by id for update";

    private static final String DUE = "select " + COLUMNS
            + " from saga where next_check_at <= ? order by next_check_at limit ? for update skip locked";

    private static final String INSERT = """
            insert into saga (id, definition, version, business_key, state, step, action, attempt, failures, resend_at,
                              deadline_at, caused_by, reason, attention, facts, started_at, updated_at, next_check_at,
                              revision)
            select id, definition, version, business_key, state, step, action, attempt, failures, resend_at,
                   deadline_at, caused_by, reason, attention, facts::json, started_at, ?, next_check_at, revision
            from unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::int[], ?::int[], ?::timestamptz[],
                        ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::int[],
                        ?::text[], ?::text[], ?::timestamptz[])
                 as n (id, version, state, step, action, attempt, failures, resend_at,
                       deadline_at, caused_by, reason, attention, facts, next_check_at, revision,
                       definition, business_key, started_at)
            order by id""";

    private static final String UPDATE = """
            update saga s
            set state = n.state, step = n.step, action = n.action, attempt = n.attempt, failures = n.failures,
                resend_at = n.resend_at, deadline_at = n.deadline_at, caused_by = n.caused_by, reason = n.reason,
                attention = n.attention, facts = n.facts::json, next_check_at = n.next_check_at,
                revision = n.revision, version = n.version, updated_at = ?
            from unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::int[], ?::int[], ?::timestamptz[],
                        ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::int[])
                 as n (id, version, state, step, action, attempt, failures, resend_at,
                       deadline_at, caused_by, reason, attention, facts, next_check_at, revision)
            where s.id = n.id""";

    private static final String REARM = """
            update saga s set next_check_at = n.next_check_at
            from unnest(?::text[], ?::timestamptz[]) as n (id, next_check_at) where s.id = n.id""";

    private static final String APPEND = """
            insert into saga_history (saga_id, revision, at, kind, step, from_state, to_state, message, commands, detail)
            select * from unnest(?::text[], ?::int[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[],
                                 ?::text[], ?::text[], ?::text[])""";

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
            Object sorted = ids.stream().map(SagaId::toString).sorted().toArray(String[]::new);
            for (StoredSaga it : jdbc.query(LOAD, (row, n) -> saga(row), sorted)) {
                sagas.put(it.saga().id(), it);
            }
        }
        return sagas;
    }

    /** Sagas whose check is due, the longest overdue first; those that another transaction holds are left to it. */
    List<StoredSaga> due(Instant now, int limit) {
        FreshPlans.inThisTransaction(jdbc);
        return jdbc.query(DUE, (row, n) -> saga(row), Timestamp.from(now), limit);
    }

    /** @throws org.springframework.dao.DuplicateKeyException if another transaction started one of them; try again */
    void insert(List<StoredSaga> sagas, Instant now) {
        if (sagas.isEmpty()) {
            return;
        }
        List<Object> columns = columns(sagas, now);
        columns.add(texts(sagas, it -> it.saga().id().definition()));
        columns.add(texts(sagas, it -> it.saga().id().key()));
        columns.add(times(sagas, it -> it.saga().startedAt()));
        jdbc.update(INSERT, columns.toArray());
    }

    void update(List<StoredSaga> sagas, Instant now) {
        if (!sagas.isEmpty()) {
            jdbc.update(UPDATE, columns(sagas, now).toArray());
        }
    }

    /** Moves checks that fired and found nothing to do. */
    void rearm(List<StoredSaga> sagas) {
        if (!sagas.isEmpty()) {
            jdbc.update(REARM, texts(sagas, it -> it.saga().id().toString()), times(sagas, StoredSaga::nextCheckAt));
        }
    }

    void append(List<SagaSession.Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        jdbc.update(
                APPEND,
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
        List<StateColumns> states =
                sagas.stream().map(it -> StateColumns.of(it.saga().state())).toList();
        List<@Nullable Outstanding> waits = new ArrayList<>(sagas.size());
        states.forEach(it -> waits.add(it.outstanding()));
        List<Object> columns = new ArrayList<>();
        columns.add(Timestamp.from(now));
        columns.add(texts(sagas, it -> it.saga().id().toString()));
        columns.add(ints(sagas, it -> it.saga().version()));
        columns.add(texts(states, it -> it.status().name()));
        columns.add(texts(waits, it -> it == null ? null : it.command().step()));
        columns.add(texts(waits, it -> it == null ? null : it.command().action().wireName()));
        columns.add(ints(waits, it -> it == null ? 0 : it.attempt()));
        columns.add(ints(waits, it -> it == null ? 0 : it.failures()));
        columns.add(times(waits, it -> it == null ? null : it.resendAt()));
        columns.add(times(waits, it -> it == null ? null : it.deadline()));
        columns.add(texts(waits, it -> it == null ? null : it.causedBy()));
        columns.add(texts(states, StateColumns::reason));
        columns.add(texts(states, StateColumns::attention));
        columns.add(texts(sagas, it -> format.join(it.saga().facts())));
        columns.add(times(sagas, StoredSaga::nextCheckAt));
        columns.add(ints(sagas, it -> it.saga().revision()));
        return columns;
    }

    private StoredSaga saga(ResultSet row) throws SQLException {
        SagaId id = SagaId.parse(row.getString("id"));
        SagaInstance saga = new SagaInstance(
                id,
                row.getInt("version"),
                StateColumns.read(id, row),
                format.split(row.getString("facts").getBytes(StandardCharsets.UTF_8)),
                row.getTimestamp("started_at").toInstant(),
                row.getInt("revision"));
        return new StoredSaga(saga, StateColumns.instant(row.getTimestamp("next_check_at")));
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

    /** Times travel as ISO text: the driver has no array form for instants. */
    private static <T extends @Nullable Object> Object times(List<T> rows, Function<T, @Nullable Instant> value) {
        return texts(rows, it -> {
            Instant time = value.apply(it);
            return time == null ? null : time.toString();
        });
    }
}
