package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** What an overview reads of one database, each by an index that is there anyway, and bounded. Thread-safe. */
final class OverviewStore {

    /** The most unfinished sagas of a database that are counted. */
    static final int MOST_UNFINISHED = 50_000;

    /** The most sagas of a database that are counted in one window. */
    static final int MOST_IN_WINDOW = 100_000;

    /** The most dead letters, and the most findings, that are counted. */
    static final int MOST_WAITING = 10_000;

    private static final String UNFINISHED = """
            select definition, version, state, step, count(*) from (
                select definition, version, state, step from saga
                where ended_at is null order by started_at, id limit ?) as unfinished
            group by 1, 2, 3, 4""";

    private static final String OLDEST = """
            select id, state, step, started_at from saga
            where ended_at is null order by started_at, id limit ?""";

    private static final String STARTED = """
            select count(*) from (
                select from saga where started_at >= ? and started_at < ? limit ?) as started""";

    private static final String ENDED = """
            select state, greatest(ms, 0) as ms, count(*) from (
                select state, (extract(epoch from ended_at - started_at) * 1000)::bigint as ms
                from saga where ended_at >= ? and ended_at < ? limit ?) as ended
            group by 1, 2""";

    private static final String ROWS = "select pg_stat_get_live_tuples('saga'::regclass)";

    private static final String WAITING = """
            select (select count(*) from (
                        select from saga_dead_letter where state = 'PARKED' limit ?) as parked),
                   (select count(*) from (
                        select from saga_audit_finding where state = 'OPEN' limit ?) as found),
                   (select count(*) from saga_gate where state <> 'FLOWING')""";

    private final JdbcTemplate jdbc;

    OverviewStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The unfinished sagas, up to the bound. */
    List<UnfinishedSagas.Group> unfinished() {
        return jdbc.query(
                UNFINISHED,
                (row, n) -> new UnfinishedSagas.Group(
                        new VersionKey(row.getString(1), row.getInt(2)),
                        Status.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getLong(5)),
                MOST_UNFINISHED);
    }

    List<Overview.Old> oldest() {
        return jdbc.query(
                OLDEST,
                (row, n) -> new Overview.Old(
                        row.getString("id"),
                        Status.valueOf(row.getString("state")),
                        row.getString("step"),
                        row.getTimestamp("started_at").toInstant()),
                Overview.OLDEST);
    }

    OverviewTicks.Counts counts(OverviewTicks.Window window) {
        Timestamp from = Timestamp.from(window.from());
        Timestamp to = Timestamp.from(window.to());
        Map<Long, Long> completed = new TreeMap<>();
        Map<Long, Long> canceled = new TreeMap<>();
        RowCallbackHandler each = row -> {
            boolean isCompleted = row.getString(1).equals(Status.COMPLETED.name());
            (isCompleted ? completed : canceled).put(row.getLong(2), row.getLong(3));
        };
        jdbc.query(ENDED, each, from, to, MOST_IN_WINDOW);
        return new OverviewTicks.Counts(number(STARTED, from, to, MOST_IN_WINDOW), completed, canceled);
    }

    /** About how many sagas there are, finished or not. */
    long rows() {
        return number(ROWS);
    }

    /** @param states the unfinished sagas of all databases; what else waits is in the first alone, this one */
    Overview.Attention attention(Map<Status, Long> states) {
        return jdbc.query(
                        WAITING,
                        (row, n) -> new Overview.Attention(
                                states.getOrDefault(Status.NEEDS_ATTENTION, 0L),
                                states.getOrDefault(Status.PAUSED, 0L),
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3)),
                        MOST_WAITING,
                        MOST_WAITING)
                .getFirst();
    }

    private long number(String sql, Object... arguments) {
        Long number = jdbc.queryForObject(sql, Long.class, arguments);
        return number == null ? 0 : number;
    }
}
