package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds the unfinished sagas of one database that match a filter, the oldest first, without locks. Where a saga stands in that
 * order never changes, so whoever goes on behind the last one meets none twice. Thread-safe.
 */
final class BulkSelection {

    /** The most sagas that are looked at to find some. */
    static final int LOOK = 20_000;

    /** The most sagas of a database that are looked at to count those that match. */
    static final int COUNT_LOOK = 100_000;

    /** Both parts see the same sagas, since it is one statement: the end of the look is behind nothing that was not looked at. */
    private static final String PAGE = """
            with found as (
                select started_at, id from (select * from saga where %1$s order by started_at, id limit ?) as look
                where %2$s order by started_at, id limit ?
            ), looked_at as (
                select started_at, id from saga where %1$s order by started_at, id offset ? limit 1
            )
            select started_at, id, false as is_end from found
            union all
            select started_at, id, true from looked_at where (select count(*) from found) < ?
            order by is_end, started_at, id""";

    private static final String COUNT = """
            select (select count(*) from (select * from saga where %1$s order by started_at, id limit ?) as look where %2$s),
                   exists (select started_at, id from saga where %1$s order by started_at, id offset ?)""";

    private static final String STILL = "select exists (select from saga where id = ? and ended_at is null and %s)";

    private final SagaDefinitions definitions;
    private final JdbcTemplate jdbc;

    BulkSelection(SagaDefinitions definitions, JdbcTemplate jdbc) {
        this.definitions = definitions;
        this.jdbc = SagaQueries.reader(jdbc);
    }

    /**
     * Some that match.
     *
     * @param end where to go on; null if all are looked at
     */
    record Page(
            List<SagaId> found,
            List<SagaCursor> places,
            @Nullable SagaCursor end) {}

    /** @param more whether there are sagas that were not looked at */
    record Count(int found, boolean more) {}

    /**
     * @param at when the operation began: only what started before it is found, and ages are those of then
     * @param after the place to go on behind; null to begin
     * @param look the most sagas that are looked at
     */
    Page page(BulkFilter filter, Instant at, @Nullable SagaCursor after, int look, int limit) {
        SagaConditions candidates = candidates(filter, at, after);
        SagaConditions matching = matching(filter);
        List<Object> arguments = new ArrayList<>(candidates.arguments());
        arguments.add(look);
        arguments.addAll(matching.arguments());
        arguments.add(limit);
        arguments.addAll(candidates.arguments());
        arguments.add(look - 1);
        arguments.add(limit);
        List<SagaCursor> found = new ArrayList<>();
        List<SagaCursor> end = new ArrayList<>();
        jdbc.query(
                PAGE.formatted(candidates, matching),
                row -> {
                    (row.getBoolean(3) ? end : found)
                            .add(new SagaCursor(row.getTimestamp(1).toInstant(), row.getString(2)));
                },
                arguments.toArray());
        SagaCursor next = found.size() == limit ? found.getLast() : end.isEmpty() ? null : end.getFirst();
        return new Page(found.stream().map(it -> SagaId.parse(it.id())).toList(), found, next);
    }

    Count count(BulkFilter filter, Instant at) {
        SagaConditions candidates = candidates(filter, at, null);
        SagaConditions matching = matching(filter);
        List<Object> arguments = new ArrayList<>(candidates.arguments());
        arguments.add(COUNT_LOOK);
        arguments.addAll(matching.arguments());
        arguments.addAll(candidates.arguments());
        arguments.add(COUNT_LOOK);
        return Objects.requireNonNull(jdbc.queryForObject(
                COUNT.formatted(candidates, matching),
                (row, n) -> new Count(row.getInt(1), row.getBoolean(2)),
                arguments.toArray()));
    }

    /** Whether that saga matches now, ages aside; in the transaction that has it locked, so that it stays so. */
    boolean stillMatches(BulkFilter filter, SagaId saga) {
        SagaConditions matching = matching(filter);
        List<Object> arguments = new ArrayList<>(List.of(saga.toString()));
        arguments.addAll(matching.arguments());
        return Boolean.TRUE.equals(jdbc.queryForObject(STILL.formatted(matching), Boolean.class, arguments.toArray()));
    }

    private SagaConditions candidates(BulkFilter filter, Instant at, @Nullable SagaCursor after) {
        SagaConditions candidates = SagaConditions.indexed(filter.sagas(), definitions, at);
        candidates.add("ended_at is null");
        candidates.add("started_at < ?", Timestamp.from(at));
        if (after != null) {
            candidates.add("(started_at, id) > (?, ?)", Timestamp.from(after.startedAt()), after.id());
        }
        return candidates;
    }

    private SagaConditions matching(BulkFilter filter) {
        return SagaConditions.others(filter.sagas(), definitions);
    }
}
