package io.counterstep.orchestrator;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * What gates hold, and have let go, of the sagas of one database. Gates go by their keys. Runs in the caller's transaction, if
 * there is one. Thread-safe.
 */
final class HeldSagas {

    private static final String HOLDING = """
            select gate from unnest(?::text[]) as gate where exists (select from saga where held_by = gate)""";

    private static final String HELD_SINCE = "select exists (select from saga where held_by = ? and started_at < ?)";

    private static final String OLDEST =
            "select started_at from saga where held_by = ? order by started_at, id limit ?";

    private static final String COUNTS =
            "select held_by, count(*) from saga where held_by is not null group by held_by";

    /** A saga that has moved on since was answered, or is held again. */
    private static final String FORGET_ANSWERED = """
            delete from saga_released r
            where gate = ? and not exists (select from saga s where s.id = r.saga_id and s.revision = r.revision)""";

    private static final String UNANSWERED = "select coalesce(sum(commands), 0) from saga_released where gate = ?";

    private static final String IN_FLIGHT = """
            select gate, sum(commands) from saga_released r
            join saga s on s.id = r.saga_id and s.revision = r.revision group by gate""";

    private static final String RELEASED = """
            insert into saga_released (saga_id, gate, revision, commands) values (?, ?, ?, ?)
            on conflict (saga_id) do update
            set gate = excluded.gate, revision = excluded.revision, commands = excluded.commands""";

    private final JdbcTemplate jdbc;

    HeldSagas(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** By gate, the sum over all databases. */
    static Map<String, Long> sum(List<HeldSagas> databases, Function<HeldSagas, Map<String, Long>> each) {
        Map<String, Long> sum = new HashMap<>();
        databases.forEach(
                database -> each.apply(database).forEach((gate, number) -> sum.merge(gate, number, Long::sum)));
        return sum;
    }

    /** Those of the gates that hold any. */
    Set<String> holding(Collection<String> gates) {
        return gates.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.queryForList(HOLDING, String.class, (Object) gates.toArray(String[]::new)));
    }

    /** Whether it still holds a saga that had started by then. */
    boolean holdsFromBefore(Gate gate, Instant moment) {
        return Boolean.TRUE.equals(jdbc.queryForObject(HELD_SINCE, Boolean.class, gate.key(), Timestamp.from(moment)));
    }

    /** When the oldest that it holds started, the oldest first. */
    List<Instant> oldest(Gate gate, int limit) {
        return jdbc.query(OLDEST, (row, n) -> row.getTimestamp(1).toInstant(), gate.key(), limit);
    }

    /** By gate, the sagas that wait behind it. */
    Map<String, Long> counts() {
        return numbers(COUNTS);
    }

    /** By gate, the commands that it let go and nobody has answered yet. */
    Map<String, Long> inFlight() {
        return numbers(IN_FLIGHT);
    }

    /** The same for one gate, whose answered ones are forgotten. */
    int unanswered(Gate gate) {
        jdbc.update(FORGET_ANSWERED, gate.key());
        Integer commands = jdbc.queryForObject(UNANSWERED, Integer.class, gate.key());
        return commands == null ? 0 : commands;
    }

    /** A saga that was let go. */
    record Released(String saga, int revision, int commands) {}

    void released(Gate gate, List<Released> sagas) {
        List<Object[]> rows = sagas.stream()
                .map(it -> new Object[] {it.saga(), gate.key(), it.revision(), it.commands()})
                .toList();
        jdbc.batchUpdate(RELEASED, rows);
    }

    private Map<String, Long> numbers(String sql) {
        Map<String, Long> numbers = new HashMap<>();
        RowCallbackHandler each = row -> numbers.put(row.getString(1), row.getLong(2));
        jdbc.query(sql, each);
        return numbers;
    }
}
