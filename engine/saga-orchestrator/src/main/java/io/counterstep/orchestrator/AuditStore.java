package io.counterstep.orchestrator;

import io.counterstep.orchestrator.Audit.Finding;
import io.counterstep.orchestrator.Audit.Found;
import io.counterstep.orchestrator.Audit.Kind;
import io.counterstep.orchestrator.Audit.Pass;
import io.counterstep.orchestrator.Audit.Repair;
import io.counterstep.orchestrator.Audit.RunState;
import io.counterstep.orchestrator.Audit.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Audits in PostgreSQL, where all instances see them. Runs in the caller's transaction, if there is one. Thread-safe. */
final class AuditStore {

    /** The most open findings that are kept; of what is found beyond only the number is. */
    static final int MAX_OPEN = 10_000;

    /** The most closed ones that are kept, the newest. */
    static final int MAX_CLOSED = 10_000;

    /** The most runs that are kept, the newest. */
    static final int MAX_RUNS = 100;

    private static final String RUN =
            "id, token, state, by_whom, why, grace_ms, started_at, ended_at, opened, closed, untold";

    private static final String BEGIN = """
            insert into saga_audit (token, state, by_whom, why, grace_ms, started_at)
            values (?, 'RUNNING', ?, ?, ?, ?)
            on conflict (state) where state = 'RUNNING' do nothing""";

    private static final String BEGIN_PART = """
            insert into saga_audit_part (run, participant, pass, store, question, attempts, looked_at)
            select r.id, p.participant, 'LEDGER', 0, 1, 0, 0
            from saga_audit r, unnest(?::text[]) as p (participant) where r.token = ?""";

    private static final String RUNNING =
            "select " + RUN + " from saga_audit where state = 'RUNNING' for update skip locked";

    private static final String RUNS = "select " + RUN + " from saga_audit order by id desc limit ?";

    private static final String PARTS = """
            select participant, pass, store, after_saga, after_end, question, attempts, asked_at, until, asked, page, looked_at
            from saga_audit_part where run = ? order by participant""";

    private static final String SAVE_PART = """
            update saga_audit_part
            set pass = ?, store = ?, after_saga = ?, after_end = ?, question = ?, attempts = ?, asked_at = ?, until = ?,
                asked = ?::text[], page = null, looked_at = ?
            where run = ? and participant = ?""";

    private static final String ANSWER = """
            update saga_audit_part p set page = ? from saga_audit r
            where r.token = ? and r.state = 'RUNNING' and p.run = r.id and p.participant = ? and p.question = ?
              and p.asked_at is not null and p.page is null""";

    private static final String COUNT_OPEN = "select count(*) from saga_audit_finding where state = 'OPEN'";

    private static final String SEEN = """
            update saga_audit_finding f set seen_run = ?, detail = n.detail, repair = n.repair
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 as n (kind, participant, saga_id, step, detail, repair)
            where f.state = 'OPEN' and f.participant = n.participant and f.saga_id = n.saga_id and f.step = n.step
              and f.kind = n.kind
            returning f.kind, f.participant, f.saga_id, f.step""";

    private static final String ADD = """
            insert into saga_audit_finding (kind, participant, saga_id, step, detail, repair, state, found_at, found_run, seen_run)
            select kind, participant, saga_id, step, detail, repair, 'OPEN', ?, ?, ?
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 as n (kind, participant, saga_id, step, detail, repair)""";

    private static final String COUNTED = "update saga_audit set opened = opened + ?, untold = untold + ? where id = ?";

    private static final String CLOSE = """
            update saga_audit_finding set state = 'CLOSED', closed_at = ?
            where state = 'OPEN' and seen_run <> ?
              and participant not in (select participant from saga_audit_part where run = ? and pass = 'SILENT')""";

    private static final String END = "update saga_audit set state = 'DONE', ended_at = ?, closed = ? where id = ?";

    private static final String FORGET_RUNS = """
            delete from saga_audit where id < (select min(id) from (select id from saga_audit order by id desc limit ?) kept)""";

    private static final String FORGET_CLOSED = """
            with old as (
                delete from saga_audit_finding where id in (
                    select id from saga_audit_finding where state = 'CLOSED' order by id desc offset ?)
                returning id
            )
            delete from saga_audit_repair where finding in (select id from old)""";

    private static final String FINDING = """
            select f.id, kind, participant, saga_id, step, detail, repair, state, found_at, closed_at,
                   (select count(*) from saga_audit_repair r where r.finding = f.id) as repaired
            from saga_audit_finding f
            """;

    private static final String SENT =
            "select at, by_whom, why, command from saga_audit_repair where finding = ? order by id limit ?";

    private static final String REPAIRED =
            "insert into saga_audit_repair (finding, at, by_whom, why, command) values (?, ?, ?, ?, ?)";

    /** The most lines of a finding's repairs that are shown. */
    private static final int MAX_SENT = 100;

    private static final String OPEN_BY_KIND =
            "select kind, count(*) from saga_audit_finding where state = 'OPEN' group by kind order by kind";

    private final JdbcTemplate jdbc;

    AuditStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A run as it is worked on. */
    record Row(long id, String token, Audit.Run run) {}

    /** How far a run is with one participant. */
    record Part(
            String participant,
            Pass pass,
            int store,
            @Nullable String afterSaga,
            @Nullable Instant afterEnd,
            int question,
            int attempts,
            @Nullable Instant askedAt,
            @Nullable Instant until,
            List<String> asked,
            @Nullable String page,
            long lookedAt) {

        boolean isOver() {
            return pass == Pass.DONE || pass == Pass.SILENT;
        }
    }

    /** @return false if one is running */
    boolean begin(String token, String by, String why, Duration grace, Instant now, Collection<String> participants) {
        if (jdbc.update(BEGIN, token, by, why, grace.toMillis(), Timestamp.from(now)) == 0) {
            return false;
        }
        jdbc.update(BEGIN_PART, participants.toArray(String[]::new), token);
        jdbc.update(FORGET_RUNS, MAX_RUNS);
        jdbc.update(FORGET_CLOSED, MAX_CLOSED);
        return true;
    }

    /** Locked until the transaction ends; null if none runs or another instance is at it. */
    @Nullable
    Row lockRunning() {
        return jdbc.query(RUNNING, (row, n) -> run(row)).stream().findFirst().orElse(null);
    }

    /** The newest first, with how far each is. */
    List<Audit.Run> runs(int limit) {
        return jdbc.query(RUNS, (row, n) -> run(row), limit).stream()
                .map(it -> withParts(it.run(), parts(it.id())))
                .toList();
    }

    private static Audit.Run withParts(Audit.Run it, List<Part> parts) {
        return new Audit.Run(
                it.id(),
                it.state(),
                it.by(),
                it.why(),
                it.grace(),
                it.startedAt(),
                it.endedAt(),
                it.opened(),
                it.closed(),
                it.untold(),
                parts.stream()
                        .map(part -> new Audit.Progress(part.participant(), part.pass(), part.lookedAt()))
                        .toList());
    }

    List<Part> parts(long run) {
        return jdbc.query(PARTS, (row, n) -> part(row), run);
    }

    void save(long run, Part part) {
        jdbc.update(
                SAVE_PART,
                part.pass().name(),
                part.store(),
                part.afterSaga(),
                timestamp(part.afterEnd()),
                part.question(),
                part.attempts(),
                timestamp(part.askedAt()),
                timestamp(part.until()),
                part.asked().toArray(String[]::new),
                part.lookedAt(),
                run,
                part.participant());
    }

    /** @return false if nobody waits for it: a duplicate, or too late */
    boolean answer(String token, String participant, int question, String page) {
        return jdbc.update(ANSWER, page, token, participant, question) > 0;
    }

    /** Keeps what was found; what was known before is only seen once more. */
    void add(long run, List<Found> found, Instant now) {
        if (found.isEmpty()) {
            return;
        }
        List<Found> fresh = new ArrayList<>(found);
        jdbc.query(
                SEEN,
                row -> {
                    String kind = row.getString(1);
                    String participant = row.getString(2);
                    String saga = row.getString(3);
                    String step = row.getString(4);
                    fresh.removeIf(it -> it.kind().name().equals(kind)
                            && it.participant().equals(participant)
                            && it.saga().equals(saga)
                            && it.step().equals(step));
                },
                arguments(List.of(run), found));
        Integer open = jdbc.queryForObject(COUNT_OPEN, Integer.class);
        int room = Math.max(0, MAX_OPEN - (open == null ? 0 : open));
        List<Found> told = fresh.subList(0, Math.min(room, fresh.size()));
        if (!told.isEmpty()) {
            jdbc.update(ADD, arguments(List.of(Timestamp.from(now), run, run), told));
        }
        jdbc.update(COUNTED, told.size(), fresh.size() - told.size(), run);
    }

    private static Object[] arguments(List<Object> first, List<Found> found) {
        List<Object> all = new ArrayList<>(first);
        all.add(texts(found, it -> it.kind().name()));
        all.add(texts(found, Found::participant));
        all.add(texts(found, Found::saga));
        all.add(texts(found, Found::step));
        all.add(texts(found, Found::detail));
        all.add(texts(found, it -> it.repair().name()));
        return all.toArray();
    }

    private static String[] texts(List<Found> found, Function<Found, String> column) {
        return found.stream().map(column).toArray(String[]::new);
    }

    /**
     * Closes what the run has not seen any more, except of participants that did not answer.
     *
     * @return how many
     */
    int end(long run, Instant now) {
        int closed = jdbc.update(CLOSE, Timestamp.from(now), run, run);
        jdbc.update(END, Timestamp.from(now), closed, run);
        return closed;
    }

    /** Those that match, the oldest first: one more than the limit, if there is one. */
    List<Finding> findings(Audit.Filter filter) {
        StringBuilder sql = new StringBuilder(FINDING).append("where f.id > ?");
        List<Object> arguments = new ArrayList<>(List.of(filter.after()));
        where(
                sql,
                arguments,
                "state",
                filter.state() == null ? null : filter.state().name());
        where(
                sql,
                arguments,
                "kind",
                filter.kind() == null ? null : filter.kind().name());
        where(sql, arguments, "participant", filter.participant());
        where(sql, arguments, "saga_id", filter.saga());
        sql.append(" order by f.id limit ?");
        arguments.add(filter.limit() + 1);
        return jdbc.query(sql.toString(), (row, n) -> finding(row, List.of()), arguments.toArray());
    }

    private static void where(StringBuilder sql, List<Object> arguments, String column, @Nullable String value) {
        if (value != null) {
            sql.append(" and ").append(column).append(" = ?");
            arguments.add(value);
        }
    }

    /** With its repairs; null if there is none of that number. */
    @Nullable
    Finding finding(long id) {
        List<Audit.Sent> sent = jdbc.query(
                SENT,
                (row, n) -> new Audit.Sent(
                        row.getTimestamp(1).toInstant(), row.getString(2), row.getString(3), row.getString(4)),
                id,
                MAX_SENT);
        return jdbc.query(FINDING + "where f.id = ?", (row, n) -> finding(row, sent), id).stream()
                .findFirst()
                .orElse(null);
    }

    void repaired(long finding, Instant now, String by, String why, String command) {
        jdbc.update(REPAIRED, finding, Timestamp.from(now), by, why, command);
    }

    Map<Kind, Integer> open() {
        Map<Kind, Integer> open = new EnumMap<>(Kind.class);
        jdbc.query(OPEN_BY_KIND, row -> {
            open.put(Kind.valueOf(row.getString(1)), row.getInt(2));
        });
        return open;
    }

    private static Row run(ResultSet row) throws SQLException {
        Audit.Run run = new Audit.Run(
                row.getLong("id"),
                RunState.valueOf(row.getString("state")),
                row.getString("by_whom"),
                row.getString("why"),
                Duration.ofMillis(row.getLong("grace_ms")),
                row.getTimestamp("started_at").toInstant(),
                SagaStore.instant(row.getTimestamp("ended_at")),
                row.getInt("opened"),
                row.getInt("closed"),
                row.getInt("untold"),
                List.of());
        return new Row(run.id(), row.getString("token"), run);
    }

    private static Part part(ResultSet row) throws SQLException {
        var asked = row.getArray("asked");
        return new Part(
                row.getString("participant"),
                Pass.valueOf(row.getString("pass")),
                row.getInt("store"),
                row.getString("after_saga"),
                SagaStore.instant(row.getTimestamp("after_end")),
                row.getInt("question"),
                row.getInt("attempts"),
                SagaStore.instant(row.getTimestamp("asked_at")),
                SagaStore.instant(row.getTimestamp("until")),
                asked == null ? List.of() : List.of((String[]) asked.getArray()),
                row.getString("page"),
                row.getLong("looked_at"));
    }

    private static Finding finding(ResultSet row, List<Audit.Sent> sent) throws SQLException {
        return new Finding(
                row.getLong("id"),
                Kind.valueOf(row.getString("kind")),
                row.getString("participant"),
                row.getString("saga_id"),
                row.getString("step"),
                row.getString("detail"),
                Repair.valueOf(row.getString("repair")),
                State.valueOf(row.getString("state")),
                row.getTimestamp("found_at").toInstant(),
                SagaStore.instant(row.getTimestamp("closed_at")),
                row.getInt("repaired"),
                sent);
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
