package io.counterstep.orchestrator;

import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.SagaId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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

    private static final String CANDIDATES = "from saga where ended_at is null and started_at < ?";

    /** Both parts see the same sagas, since it is one statement: the end of the look is behind nothing that was not looked at. */
    private static final String PAGE = """
            with found as (
                select started_at, id from (select * %1$s order by started_at, id limit ?) as look
                where true%2$s order by started_at, id limit ?
            ), looked_at as (
                select started_at, id %1$s order by started_at, id offset ? limit 1
            )
            select started_at, id, false as is_end from found
            union all
            select started_at, id, true from looked_at where (select count(*) from found) < ?
            order by is_end, started_at, id""";

    private static final String COUNT = """
            select (select count(*) from (select * %1$s order by started_at, id limit ?) as look where true%2$s),
                   exists (select started_at, id %1$s order by started_at, id offset ?)""";

    private static final String STILL = "select exists (select from saga where id = ? and ended_at is null%s)";

    private static final String WAITS_FOR = """
            exists (
                select from json_array_elements(progress::json -> 'waits') as wait
                where definition || ':' || version || '/' || (wait ->> 'step') || '/' || (wait ->> 'action') = any(?))""";

    private final SagaDefinitions definitions;
    private final JdbcTemplate jdbc;

    BulkSelection(SagaDefinitions definitions, JdbcTemplate jdbc) {
        this.definitions = definitions;
        this.jdbc = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
        this.jdbc.setQueryTimeout(SagaQueries.QUERY_SECONDS);
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

    /** A condition, and what its question marks stand for. */
    private record Condition(String sql, List<Object> arguments) {}

    /**
     * @param at when the operation began: only what started before it is found, and ages are those of then
     * @param after the place to go on behind; null to begin
     * @param look the most sagas that are looked at
     */
    Page page(BulkFilter filter, Instant at, @Nullable SagaCursor after, int look, int limit) {
        Condition candidates = candidates(filter, at, after);
        Condition matching = matching(filter);
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
                PAGE.formatted(candidates.sql(), matching.sql()),
                row -> {
                    (row.getBoolean(3) ? end : found)
                            .add(new SagaCursor(row.getTimestamp(1).toInstant(), row.getString(2)));
                },
                arguments.toArray());
        SagaCursor next = found.size() == limit ? found.getLast() : end.isEmpty() ? null : end.getFirst();
        return new Page(found.stream().map(it -> SagaId.parse(it.id())).toList(), found, next);
    }

    Count count(BulkFilter filter, Instant at) {
        Condition candidates = candidates(filter, at, null);
        Condition matching = matching(filter);
        List<Object> arguments = new ArrayList<>(candidates.arguments());
        arguments.add(COUNT_LOOK);
        arguments.addAll(matching.arguments());
        arguments.addAll(candidates.arguments());
        arguments.add(COUNT_LOOK);
        return Objects.requireNonNull(jdbc.queryForObject(
                COUNT.formatted(candidates.sql(), matching.sql()),
                (row, n) -> new Count(row.getInt(1), row.getBoolean(2)),
                arguments.toArray()));
    }

    /** Whether that saga matches now, ages aside; in the transaction that has it locked, so that it stays so. */
    boolean stillMatches(BulkFilter filter, SagaId saga) {
        Condition matching = matching(filter);
        List<Object> arguments = new ArrayList<>(List.of(saga.toString()));
        arguments.addAll(matching.arguments());
        return Boolean.TRUE.equals(
                jdbc.queryForObject(STILL.formatted(matching.sql()), Boolean.class, arguments.toArray()));
    }

    /** What an index finds, so that all else is looked at within a bound. */
    private Condition candidates(BulkFilter filter, Instant at, @Nullable SagaCursor after) {
        StringBuilder sql = new StringBuilder(CANDIDATES);
        List<Object> arguments = new ArrayList<>(List.of(Timestamp.from(at)));
        and(sql, arguments, "started_at <= ?", before(at, filter.minAge()));
        and(sql, arguments, "started_at >= ?", before(at, filter.maxAge()));
        and(sql, arguments, "id = any(?)", filter.key() == null ? null : ids(filter.key()));
        if (after != null) {
            sql.append(" and (started_at, id) > (?, ?)");
            arguments.add(Timestamp.from(after.startedAt()));
            arguments.add(after.id());
        }
        return new Condition(sql.toString(), arguments);
    }

    private Condition matching(BulkFilter filter) {
        StringBuilder sql = new StringBuilder();
        List<Object> arguments = new ArrayList<>();
        and(
                sql,
                arguments,
                "state = ?",
                filter.state() == null ? null : filter.state().name());
        and(sql, arguments, "definition = ?", filter.definition());
        and(sql, arguments, "version = ?", filter.version());
        and(sql, arguments, "? = any(string_to_array(step, ' '))", filter.step());
        if (filter.participant() != null) {
            sql.append(" and ").append(WAITS_FOR);
            arguments.add(waitsFor(filter.participant()).toArray(String[]::new));
        }
        and(
                sql,
                arguments,
                "strpos(lower(coalesce(attention, '') || chr(10) || coalesce(reason, '')), lower(?)) > 0",
                filter.text());
        return new Condition(sql.toString(), arguments);
    }

    private static void and(StringBuilder sql, List<Object> arguments, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(condition);
            arguments.add(value);
        }
    }

    private static @Nullable Timestamp before(Instant at, @Nullable Duration age) {
        return age == null ? null : Timestamp.from(at.minus(age));
    }

    private String[] ids(String key) {
        return definitions.newest().stream().map(it -> it.id(key).toString()).toArray(String[]::new);
    }

    /** What a saga may wait for, as {@code definition:version/step/action}, that is said to that participant or comes of it. */
    private Set<String> waitsFor(String participant) {
        Set<String> waits = new TreeSet<>();
        for (SagaDefinition<?> definition : definitions.all()) {
            Set<String> steps = new TreeSet<>(List.of(SagaDefinition.COMPLETE, SagaDefinition.CANCEL));
            definition.steps().forEach(it -> steps.add(it.name()));
            for (String step : steps) {
                for (Action action : Action.values()) {
                    if (participant.equals(awaited(definition, step, action))) {
                        waits.add(definition.name() + ":" + definition.version().number() + "/" + step + "/"
                                + action.wireName());
                    }
                }
            }
        }
        return waits;
    }

    private static @Nullable String awaited(SagaDefinition<?> definition, String step, Action action) {
        Invocation<?, ?> said = definition.invocation(step, action);
        if (said != null) {
            return said.command().participant().name();
        }
        Step<?> known = definition.find(step);
        return known != null && known.task() instanceof Task.Await<?> await
                ? await.event().participant().name()
                : null;
    }
}
