package io.counterstep.orchestrator;

import io.counterstep.orchestrator.BulkOperation.Problem;
import io.counterstep.orchestrator.BulkOperation.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Operations on many sagas in PostgreSQL, where all instances see them. Runs in the caller's transaction, if there is one.
 * Thread-safe.
 */
final class BulkStore {

    private static final String COLUMNS = """
            id, operation, filter, step, reply_type, body, by_whom, why, rate, max, state, started_at, ended_at, canceled_by,
            canceled_why, problem, found, done, refused, failed, last_problems""";

    /** So that two who begin one at the same time count each other's; portions wait for it, and it is short. */
    private static final String ONE_AT_A_TIME = "lock table saga_bulk_operation in share row exclusive mode";

    private static final String BEGIN = """
            insert into saga_bulk_operation
                (operation, filter, step, reply_type, body, by_whom, why, rate, max, started_at, found, next_at)
            select ?, ?, ?::text, ?::text, ?::text, ?, ?, ?, ?, ?::timestamptz, ?, ?::timestamptz
            where (select count(*) from saga_bulk_operation where state = 'RUNNING') < ?
            returning id""";

    private static final String NEWEST = "select " + COLUMNS + " from saga_bulk_operation order by id desc limit ?";

    private static final String FIND = "select " + COLUMNS + " from saga_bulk_operation where id = ?";

    private static final String CANCEL = """
            update saga_bulk_operation set state = 'CANCELED', ended_at = ?, canceled_by = ?, canceled_why = ?
            where id = ? and state = 'RUNNING'""";

    private static final String CLAIM = """
            update saga_bulk_operation set next_at = ?, claim = ?
            where id = (
                select id from saga_bulk_operation where state = 'RUNNING' and next_at <= ?
                order by next_at limit 1 for update skip locked)
            returning claim, store, after_start, after_id, tries,\s""" + COLUMNS;

    private static final String NEXT_AT = "select min(next_at) from saga_bulk_operation where state = 'RUNNING'";

    /** What was done counts even if it was canceled meanwhile; what another instance has taken over counts there. */
    private static final String SAVE = """
            update saga_bulk_operation
            set done = done + n.more_done, refused = refused + n.more_refused, failed = failed + n.more_failed,
                found = greatest(found, done + refused + failed + n.more_done + n.more_refused + n.more_failed),
                last_problems = ?, store = ?, after_start = ?, after_id = ?, tries = ?, next_at = ?, claim = null,
                state = case when state = 'RUNNING' and n.is_over then 'DONE' else state end,
                ended_at = case when state = 'RUNNING' and n.is_over then n.now else ended_at end
            from (select ?::int as more_done, ?::int as more_refused, ?::int as more_failed,
                         ?::boolean as is_over, ?::timestamptz as now) n
            where id = ? and claim = ?
            returning state""";

    private static final String FAIL = """
            update saga_bulk_operation set state = 'FAILED', ended_at = ?, problem = ?
            where id = ? and state = 'RUNNING'""";

    private static final String PURGE = """
            delete from saga_bulk_operation where id in (
                select id from saga_bulk_operation where ended_at < ? order by ended_at limit ?)""";

    /** A field that only a later version knows narrows the filter: to leave it out would choose more. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final TypeReference<List<Problem>> PROBLEMS = new TypeReference<>() {};

    private final JdbcTemplate jdbc;

    BulkStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One that this instance may work on.
     *
     * @param token tells this claim from a later one
     * @param operation as it stands
     */
    record Claim(String token, BulkOperation operation, Progress progress) {

        long id() {
            return operation.id();
        }
    }

    /** What came of a portion. */
    record Tally(int done, int refused, int failed, List<Problem> problems) {

        int handled() {
            return done + refused + failed;
        }
    }

    /**
     * Where to go on.
     *
     * @param after only what is behind it is left in that database; null if all is
     * @param tries how often the saga behind that place was tried in vain
     * @param over whether there is nothing to go on with
     */
    record Progress(int store, @Nullable SagaCursor after, int tries, boolean over) {}

    /**
     * What was asked for.
     *
     * @throws IllegalArgumentException if this version cannot read it
     */
    static BulkRequest request(BulkOperation stored) {
        try {
            return new BulkRequest(
                    BulkRequest.Operation.ofWireName(stored.operation()),
                    JSON.readValue(stored.filter(), BulkFilter.class),
                    stored.step(),
                    stored.type(),
                    stored.body(),
                    stored.by(),
                    stored.why(),
                    stored.rate(),
                    stored.max());
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException(
                    "filter " + stored.filter() + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** @return its number; null if so many run already. To be called in a transaction */
    @Nullable
    Long begin(BulkRequest request, int found, Instant now, int maxRunning) {
        jdbc.execute(ONE_AT_A_TIME);
        return jdbc
                .query(
                        BEGIN,
                        (row, n) -> row.getLong(1),
                        request.operation().wireName(),
                        JSON.writeValueAsString(request.filter()),
                        request.step(),
                        request.type(),
                        request.body(),
                        request.by(),
                        request.why(),
                        request.rate(),
                        request.max(),
                        Timestamp.from(now),
                        found,
                        Timestamp.from(now),
                        maxRunning)
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** The newest first, without problems. */
    List<BulkOperation> newest(int limit) {
        return jdbc.query(NEWEST, (row, n) -> shown(row, false), limit);
    }

    /** @return null if there is none of that number */
    @Nullable
    BulkOperation find(long id) {
        return jdbc.query(FIND, (row, n) -> shown(row, true), id).stream()
                .findFirst()
                .orElse(null);
    }

    /** @return false if it does not run */
    boolean cancel(long id, String by, String why, Instant now) {
        return jdbc.update(CANCEL, Timestamp.from(now), by, why, id) > 0;
    }

    /**
     * The one that has waited longest for its next portion, if one is due.
     *
     * @param until when another instance may go on with it in this one's place
     */
    @Nullable
    Claim claim(String token, Instant now, Instant until) {
        return jdbc.query(CLAIM, (row, n) -> claim(row), Timestamp.from(until), token, Timestamp.from(now)).stream()
                .findFirst()
                .orElse(null);
    }

    /** When the next portion of any is due; null if none runs. */
    @Nullable
    Instant nextAt() {
        return SagaStore.instant(jdbc.queryForObject(NEXT_AT, Timestamp.class));
    }

    /**
     * @param problems all that are kept
     * @return its state; null if another instance has taken it over, and nothing is saved
     */
    @Nullable
    State save(Claim claim, Tally tally, List<Problem> problems, Progress progress, Instant now, Instant nextAt) {
        SagaCursor after = progress.after();
        return jdbc
                .query(
                        SAVE,
                        (row, n) -> State.valueOf(row.getString(1)),
                        JSON.writeValueAsString(problems),
                        progress.store(),
                        after == null ? null : Timestamp.from(after.startedAt()),
                        after == null ? null : after.id(),
                        progress.tries(),
                        Timestamp.from(nextAt),
                        tally.done(),
                        tally.refused(),
                        tally.failed(),
                        progress.over(),
                        Timestamp.from(now),
                        claim.id(),
                        claim.token())
                .stream()
                .findFirst()
                .orElse(null);
    }

    void fail(long id, String problem, Instant now) {
        jdbc.update(FAIL, Timestamp.from(now), problem, id);
    }

    /** @return how many */
    int purge(Instant endedBefore, int limit) {
        return jdbc.update(PURGE, Timestamp.from(endedBefore), limit);
    }

    private static Claim claim(ResultSet row) throws SQLException {
        Timestamp start = row.getTimestamp("after_start");
        SagaCursor after = start == null ? null : new SagaCursor(start.toInstant(), row.getString("after_id"));
        Progress progress = new Progress(row.getInt("store"), after, row.getInt("tries"), false);
        return new Claim(row.getString("claim"), shown(row, true), progress);
    }

    private static BulkOperation shown(ResultSet row, boolean withProblems) throws SQLException {
        return new BulkOperation(
                row.getLong("id"),
                row.getString("operation"),
                row.getString("filter"),
                row.getString("step"),
                row.getString("reply_type"),
                row.getString("body"),
                row.getString("by_whom"),
                row.getString("why"),
                row.getInt("rate"),
                row.getInt("max"),
                State.valueOf(row.getString("state")),
                row.getTimestamp("started_at").toInstant(),
                SagaStore.instant(row.getTimestamp("ended_at")),
                row.getString("canceled_by"),
                row.getString("canceled_why"),
                row.getString("problem"),
                row.getInt("found"),
                row.getInt("done"),
                row.getInt("refused"),
                row.getInt("failed"),
                withProblems ? JSON.readValue(row.getString("last_problems"), PROBLEMS) : List.of());
    }
}
