package io.counterstep.orchestrator;

import io.counterstep.orchestrator.Audit.Pass;
import io.counterstep.orchestrator.Audit.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The runs of audits in PostgreSQL, where all instances see them. Runs in the caller's transaction, if there is one.
 * Thread-safe.
 */
final class AuditStore {

    /** The most runs that are kept, the newest. */
    static final int MAX_RUNS = 100;

    /** How often a page, or the end of a run, is tried before it is given up. */
    static final int MAX_FAILURES = 4;

    private static final String RUN = """
            id, token, state, by_whom, why, grace_ms, started_at, ended_at, opened, closed, untold, unjudged, problem""";

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
            select participant, pass, store, after_saga, after_end, question, attempts, asked_at, until, asked, page, looked_at,
                   retry_at, problem
            from saga_audit_part where run = ? order by participant""";

    /** Both the part and the run go on: failures count that follow one another. */
    private static final String SAVE_PART = """
            with saved as (
                update saga_audit_part
                set pass = ?, store = ?, after_saga = ?, after_end = ?, question = ?, attempts = ?, asked_at = ?, until = ?,
                    asked = ?::text[], page = null, looked_at = ?, failures = 0, retry_at = null, problem = null
                where run = ? and participant = ?
            )
            update saga_audit set failures = 0, problem = null where id = ? and failures > 0""";

    private static final String ANSWER = """
            update saga_audit_part p set page = ? from saga_audit r
            where r.token = ? and r.state = 'RUNNING' and p.run = r.id and p.participant = ? and p.question = ?
              and p.asked_at is not null and p.page is null""";

    private static final String COUNTED = """
            update saga_audit set opened = opened + ?, untold = untold + ?, unjudged = unjudged + ? where id = ?""";

    private static final String PART_FAILED = """
            update saga_audit_part
            set failures = failures + 1, retry_at = ?, problem = ?,
                pass = case when failures + 1 < ? then pass else 'FAILED' end,
                page = case when failures + 1 < ? then page end
            where run = ? and participant = ? and pass in ('LEDGER', 'SAGAS')
            returning pass""";

    private static final String FAILED = """
            update saga_audit
            set failures = failures + 1, problem = ?,
                state = case when failures + 1 < ? then state else 'FAILED' end,
                ended_at = case when failures + 1 < ? then ended_at else ? end
            where id = ? and state = 'RUNNING'
            returning state""";

    private static final String END = """
            update saga_audit set state = 'DONE', ended_at = ?, closed = ?, unjudged = unjudged + ?, problem = null
            where id = ?""";

    private static final String FORGET_RUNS = """
            delete from saga_audit where id < (select min(id) from (select id from saga_audit order by id desc limit ?) kept)""";

    private final JdbcTemplate jdbc;

    AuditStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A run as it is worked on. */
    record Row(long id, String token, Audit.Run run) {}

    /** @return false if one is running */
    boolean begin(String token, String by, String why, Duration grace, Instant now, Collection<String> participants) {
        if (jdbc.update(BEGIN, token, by, why, grace.toMillis(), Timestamp.from(now)) == 0) {
            return false;
        }
        jdbc.update(BEGIN_PART, participants.toArray(String[]::new), token);
        jdbc.update(FORGET_RUNS, MAX_RUNS);
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

    private static Audit.Run withParts(Audit.Run it, List<AuditPart> parts) {
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
                it.unjudged(),
                it.problem(),
                parts.stream()
                        .map(part ->
                                new Audit.Progress(part.participant(), part.pass(), part.lookedAt(), part.problem()))
                        .toList());
    }

    List<AuditPart> parts(long run) {
        return jdbc.query(PARTS, (row, n) -> part(row), run);
    }

    void save(long run, AuditPart part) {
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
                part.participant(),
                run);
    }

    /** @return false if nobody waits for it: a duplicate, or too late */
    boolean answer(String token, String participant, int question, String page) {
        return jdbc.update(ANSWER, page, token, participant, question) > 0;
    }

    void count(long run, AuditFindings.Kept kept) {
        jdbc.update(COUNTED, kept.opened(), kept.untold(), kept.unjudged(), run);
    }

    /**
     * Something failed with one participant: it rests, and is given up after {@link #MAX_FAILURES} times.
     *
     * @return whether it is given up
     */
    boolean failed(long run, String participant, String problem, Instant retryAt) {
        return jdbc.queryForList(
                        PART_FAILED,
                        String.class,
                        Timestamp.from(retryAt),
                        problem,
                        MAX_FAILURES,
                        MAX_FAILURES,
                        run,
                        participant)
                .contains(Pass.FAILED.name());
    }

    /**
     * Something failed with the run itself: it is given up after {@link #MAX_FAILURES} times without a step in between.
     *
     * @return whether it is given up
     */
    boolean failed(long run, String problem, Instant now) {
        return jdbc.queryForList(FAILED, String.class, problem, MAX_FAILURES, MAX_FAILURES, Timestamp.from(now), run)
                .contains(RunState.FAILED.name());
    }

    void end(long run, int closed, int unjudged, Instant now) {
        jdbc.update(END, Timestamp.from(now), closed, unjudged, run);
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
                row.getInt("unjudged"),
                row.getString("problem"),
                List.of());
        return new Row(run.id(), row.getString("token"), run);
    }

    private static AuditPart part(ResultSet row) throws SQLException {
        var asked = row.getArray("asked");
        return new AuditPart(
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
                row.getLong("looked_at"),
                SagaStore.instant(row.getTimestamp("retry_at")),
                row.getString("problem"));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
