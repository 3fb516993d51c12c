package io.counterstep.participant;

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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The ledger in the participant's database, read and written in sets. Runs in the caller's transaction. Thread-safe.
 *
 * <p>A new row is inserted plainly: if another transaction was faster with the same one, this waits for it and then fails
 * on the primary key, so that the whole batch is rolled back and, tried again, finds the other's answer.
 */
final class JdbcLedger {

    /**
     * Two statements, not one: a row that is purged while the first waits for it is found by the second, which begins after
     * that.
     */
    private static final String LOAD = """
            select saga_id, step, took_effect, request_type, request_body, compensation_type, compensation_body
            from saga_ledger where saga_id = any(?)
            order by saga_id, step
            for update;
            select saga_id, step, in_force from saga_ledger_purged where saga_id = any(?)
            order by saga_id, step
            for update""";

    private static final String INSERT = """
            insert into saga_ledger (saga_id, step, took_effect, request_type, request_body,
                                     compensation_type, compensation_body, created_at, updated_at)
            select saga_id, step, took_effect, request_type, request_body::json,
                   compensation_type, compensation_body::json, ?, ?
            from unnest(?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[], ?::text[], ?::text[])
                 as n (saga_id, step, took_effect, request_type, request_body, compensation_type, compensation_body)
            order by saga_id, step""";

    private static final String UPDATE = """
            update saga_ledger l
            set compensation_type = n.compensation_type, compensation_body = n.compensation_body::json, updated_at = ?
            from unnest(?::text[], ?::text[], ?::text[], ?::text[])
                 as n (saga_id, step, compensation_type, compensation_body)
            where l.saga_id = any(?) and l.saga_id = n.saga_id and l.step = n.step""";

    private static final String UNDONE = """
            update saga_ledger_purged p set in_force = false
            from unnest(?::text[], ?::text[]) as n (saga_id, step)
            where p.saga_id = any(?) and p.saga_id = n.saga_id and p.step = n.step""";

    private final JdbcTemplate jdbc;
    private final MessageFormat format;

    JdbcLedger(JdbcTemplate jdbc, MessageFormat format) {
        this.jdbc = jdbc;
        this.format = format;
    }

    /** The entries of those keys that have one, be it purged, locked until the transaction ends. */
    Map<LedgerKey, LedgerEntry<StoredAnswer>> load(Collection<LedgerKey> keys) {
        Set<String> sagas = keys.stream().map(LedgerKey::sagaId).collect(Collectors.toSet());
        Map<LedgerKey, LedgerEntry<StoredAnswer>> entries = new HashMap<>();
        String[] ids = sagas.toArray(String[]::new);
        FreshPlans.beginWith(
                jdbc,
                LOAD,
                new Object[] {ids, ids},
                row -> entries.put(key(row), entry(row)),
                row -> entries.putIfAbsent(key(row), LedgerEntry.purged(row.getBoolean("in_force"))));
        entries.keySet().retainAll(Set.copyOf(keys));
        return entries;
    }

    /**
     * Writes all in one round trip.
     *
     * @param fresh entries that were not there
     * @param compensated entries that were, with the only change that they ever see: the compensation's answer
     * @param undone purged entries that were in force
     * @throws org.springframework.dao.DuplicateKeyException if another transaction was faster; roll back and try again
     */
    void save(
            Map<LedgerKey, LedgerEntry<StoredAnswer>> fresh,
            Map<LedgerKey, LedgerEntry<StoredAnswer>> compensated,
            Collection<LedgerKey> undone,
            Instant now) {
        List<String> statements = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        Timestamp at = Timestamp.from(now);
        if (!fresh.isEmpty()) {
            var rows = List.copyOf(fresh.entrySet());
            statements.add(INSERT);
            values.addAll(List.of(
                    at,
                    at,
                    column(rows, it -> it.getKey().sagaId()),
                    column(rows, it -> it.getKey().step()),
                    rows.stream().map(it -> it.getValue().tookEffect()).toArray(Boolean[]::new),
                    column(rows, it -> type(it.getValue().request())),
                    column(rows, it -> body(it.getValue().request())),
                    column(rows, it -> type(it.getValue().compensation())),
                    column(rows, it -> body(it.getValue().compensation()))));
        }
        if (!compensated.isEmpty()) {
            var rows = List.copyOf(compensated.entrySet());
            statements.add(UPDATE);
            values.addAll(List.of(
                    at,
                    column(rows, it -> it.getKey().sagaId()),
                    column(rows, it -> it.getKey().step()),
                    column(rows, it -> type(it.getValue().compensation())),
                    column(rows, it -> body(it.getValue().compensation())),
                    column(rows, it -> it.getKey().sagaId())));
        }
        if (!undone.isEmpty()) {
            var keys = List.copyOf(undone);
            statements.add(UNDONE);
            values.addAll(List.of(
                    column(keys, LedgerKey::sagaId), column(keys, LedgerKey::step), column(keys, LedgerKey::sagaId)));
        }
        if (!statements.isEmpty()) {
            jdbc.update(String.join("; ", statements), values.toArray());
        }
    }

    private static LedgerKey key(ResultSet row) throws SQLException {
        return new LedgerKey(row.getString("saga_id"), row.getString("step"));
    }

    private LedgerEntry<StoredAnswer> entry(ResultSet row) throws SQLException {
        return new LedgerEntry<>(
                answer(row.getString("request_type"), row.getString("request_body")),
                row.getBoolean("took_effect"),
                answer(row.getString("compensation_type"), row.getString("compensation_body")));
    }

    private @Nullable StoredAnswer answer(@Nullable String type, @Nullable String body) {
        return type == null || body == null
                ? null
                : new StoredAnswer(type, format.body(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable String type(@Nullable StoredAnswer answer) {
        return answer == null ? null : answer.type();
    }

    private static @Nullable String body(@Nullable StoredAnswer answer) {
        return answer == null ? null : answer.body().toString();
    }

    private static <T> @Nullable String[] column(List<T> rows, Function<T, @Nullable String> value) {
        List<@Nullable String> column = new ArrayList<>(rows.size());
        rows.forEach(it -> column.add(value.apply(it)));
        return column.toArray(new @Nullable String[0]);
    }
}
