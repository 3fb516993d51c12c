package io.counterstep.orchestrator;

import io.counterstep.orchestrator.Audit.Finding;
import io.counterstep.orchestrator.Audit.Found;
import io.counterstep.orchestrator.Audit.Kind;
import io.counterstep.orchestrator.Audit.Repair;
import io.counterstep.orchestrator.Audit.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What audits found, in PostgreSQL. Runs in the caller's transaction, if there is one. Thread-safe. */
final class AuditFindings {

    /** The most open findings that are kept; of what is found beyond only the number is. */
    static final int MAX_OPEN = 10_000;

    /** The most closed ones that are kept, the newest. */
    static final int MAX_CLOSED = 10_000;

    /** The most lines of a finding's repairs that are shown. */
    private static final int MAX_SENT = 100;

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

    private static final String FINDING = """
            select f.id, kind, participant, saga_id, step, detail, repair, state, found_at, closed_at,
                   (select count(*) from saga_audit_repair r where r.finding = f.id) as repaired
            from saga_audit_finding f
            """;

    private static final String UNSEEN = FINDING + """
            where f.id > ? and state = 'OPEN' and seen_run <> ?
              and participant in (select participant from saga_audit_part where run = ? and pass = 'DONE')
            order by f.id limit ?""";

    private static final String COUNT_UNSEEN = COUNT_OPEN + " and seen_run <> ?";

    private static final String CLOSE = """
            update saga_audit_finding set state = 'CLOSED', closed_at = ? where id = any(?) and state = 'OPEN'""";

    private static final String FORGET_CLOSED = """
            with old as (
                delete from saga_audit_finding where id in (
                    select id from saga_audit_finding where state = 'CLOSED' order by id desc offset ?)
                returning id
            )
            delete from saga_audit_repair where finding in (select id from old)""";

    private static final String SENT =
            "select at, by_whom, why, command from saga_audit_repair where finding = ? order by id limit ?";

    private static final String REPAIRED =
            "insert into saga_audit_repair (finding, at, by_whom, why, command) values (?, ?, ?, ?, ?)";

    private static final String OPEN_BY_KIND =
            "select kind, count(*) from saga_audit_finding where state = 'OPEN' group by kind order by kind";

    private final JdbcTemplate jdbc;

    AuditFindings(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What became of what was found.
     *
     * @param opened how many are new
     * @param untold how many more there were than are kept
     * @param unjudged of how many effects nobody can say whether they have a saga
     */
    record Kept(int opened, int untold, int unjudged) {}

    /**
     * Keeps what was found; what was known before is only seen once more. What cannot be judged any more stays open if it is.
     */
    Kept add(long run, List<Found> found, List<Found> unjudged, Instant now) {
        List<Found> fresh = notSeenBefore(run, found);
        List<Found> told = fresh.isEmpty() ? fresh : fresh.subList(0, Math.min(room(), fresh.size()));
        if (!told.isEmpty()) {
            jdbc.update(ADD, arguments(List.of(Timestamp.from(now), run, run), told));
        }
        return new Kept(
                told.size(),
                fresh.size() - told.size(),
                notSeenBefore(run, unjudged).size());
    }

    private int room() {
        Integer open = jdbc.queryForObject(COUNT_OPEN, Integer.class);
        return Math.max(0, MAX_OPEN - (open == null ? 0 : open));
    }

    /** Those that are not open; the others are seen once more. */
    private List<Found> notSeenBefore(long run, List<Found> found) {
        List<Found> fresh = new ArrayList<>(found);
        if (found.isEmpty()) {
            return fresh;
        }
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
        return fresh;
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

    /** Open ones that the run has not seen, though it came to the end of their participant; in the order of their ids. */
    List<Finding> unseen(long run, long after, int limit) {
        return jdbc.query(UNSEEN, (row, n) -> finding(row, List.of()), after, run, run, limit);
    }

    /** @return how many are closed */
    int close(Collection<Finding> findings, Instant now) {
        Long[] ids = findings.stream().map(Finding::id).toArray(Long[]::new);
        return ids.length == 0 ? 0 : jdbc.update(CLOSE, Timestamp.from(now), ids);
    }

    /** How many are open that the run has not seen. */
    int countUnseen(long run) {
        Integer unseen = jdbc.queryForObject(COUNT_UNSEEN, Integer.class, run);
        return unseen == null ? 0 : unseen;
    }

    void forgetClosed() {
        jdbc.update(FORGET_CLOSED, MAX_CLOSED);
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
}
