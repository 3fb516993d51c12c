package io.counterstep.orchestrator;

import io.counterstep.orchestrator.Gate.Kind;
import io.counterstep.orchestrator.Gate.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Gates in PostgreSQL, where all instances see them; what they hold is told by {@link HeldSagas}. Runs in the caller's transaction, if there is one. Thread-safe. */
final class GateStore {

    private static final String COLUMNS =
            "kind, name, state, since, by_whom, why, heard_at, silences, next_at, probes, pace";

    private static final String ENSURE = """
            insert into saga_gate (kind, name, state, since, by_whom, why) values (?, ?, 'FLOWING', ?, 'engine', '')
            on conflict do nothing""";

    private static final String LOCK = "select " + COLUMNS + " from saga_gate where kind = ? and name = ? for update";

    private static final String CLOSED = "select kind, name from saga_gate where state <> 'FLOWING'";

    private static final String KNOWN = "select kind, name from saga_gate";

    private static final String ALL = "select " + COLUMNS + " from saga_gate order by kind desc, name";

    private static final String CHANGE = """
            update saga_gate
            set state = ?, since = ?, by_whom = ?, why = ?, silences = 0, next_at = ?, probes = 0,
                pace = case when ? = 'FLOWING' then pace else 0 end
            where kind = ? and name = ?""";

    private static final String REMEMBER = """
            insert into saga_gate_history (kind, name, at, from_state, to_state, by_whom, why)
            values (?, ?, ?, ?, ?, ?, ?)""";

    private static final String TRIED =
            "update saga_gate set next_at = ?, probes = probes + 1 where kind = ? and name = ?";

    private static final String LET_GO = "update saga_gate set next_at = ?, pace = ? where kind = ? and name = ?";

    private static final String HEARD = """
            update saga_gate set heard_at = ?, silences = 0
            where kind = 'PARTICIPANT' and name = ? and (heard_at is null or heard_at < ?)""";

    private static final String SILENT = """
            update saga_gate set silences = silences + ? where kind = 'PARTICIPANT' and name = ?""";

    private static final String HISTORY = """
            select at, from_state, to_state, by_whom, why from saga_gate_history where kind = ? and name = ?
            order by id desc limit ?""";

    private final JdbcTemplate jdbc;

    GateStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Set<String> closed() {
        return keys(CLOSED);
    }

    Set<String> known() {
        return keys(KNOWN);
    }

    private Set<String> keys(String sql) {
        return new HashSet<>(jdbc.query(sql, (row, n) -> Gate.key(Kind.valueOf(row.getString(1)), row.getString(2))));
    }

    /** Participants first. */
    List<Gate> all() {
        return jdbc.query(ALL, (row, n) -> gate(row));
    }

    /** Waits for others who change it; held until the transaction ends. */
    Gate lock(Kind kind, String name, Instant now) {
        jdbc.update(ENSURE, kind.name(), name, Timestamp.from(now));
        return jdbc.query(LOCK, (row, n) -> gate(row), kind.name(), name).getFirst();
    }

    /** @return null if another instance is at it */
    @Nullable
    Gate lockUnlessLocked(Gate gate) {
        List<Gate> found = jdbc.query(
                LOCK + " skip locked", (row, n) -> gate(row), gate.kind().name(), gate.name());
        return found.isEmpty() ? null : found.getFirst();
    }

    /** @param nextAt when it may let something go; null if now */
    void change(Gate gate, State to, Instant now, String by, String why, @Nullable Instant nextAt) {
        Timestamp at = Timestamp.from(now);
        String kind = gate.kind().name();
        // whatever closes it, or begins to open it, begins slowly
        jdbc.update(CHANGE, to.name(), at, by, why, timestamp(nextAt), to.name(), kind, gate.name());
        jdbc.update(REMEMBER, kind, gate.name(), at, gate.state().name(), to.name(), by, why);
    }

    void tried(Gate gate, Instant nextAt) {
        jdbc.update(TRIED, Timestamp.from(nextAt), gate.kind().name(), gate.name());
    }

    /** @param pace from now on */
    void letGo(Gate gate, Instant nextAt, int pace) {
        jdbc.update(LET_GO, Timestamp.from(nextAt), pace, gate.kind().name(), gate.name());
    }

    void heard(String participant, Instant at) {
        Timestamp heardAt = Timestamp.from(at);
        if (jdbc.update(HEARD, heardAt, participant, heardAt) == 0) {
            jdbc.update(ENSURE, Kind.PARTICIPANT.name(), participant, heardAt);
            jdbc.update(HEARD, heardAt, participant, heardAt);
        }
    }

    void silent(String participant, int times) {
        jdbc.update(SILENT, times, participant);
    }

    /** The newest first. */
    List<Gate.Change> history(Kind kind, String name, int limit) {
        return jdbc.query(
                HISTORY,
                (row, n) -> new Gate.Change(
                        row.getTimestamp(1).toInstant(),
                        State.valueOf(row.getString(2)),
                        State.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getString(5)),
                kind.name(),
                name,
                limit);
    }

    private static Gate gate(ResultSet row) throws SQLException {
        return new Gate(
                Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                State.valueOf(row.getString("state")),
                row.getTimestamp("since").toInstant(),
                row.getString("by_whom"),
                row.getString("why"),
                SagaStore.instant(row.getTimestamp("heard_at")),
                row.getInt("silences"),
                SagaStore.instant(row.getTimestamp("next_at")),
                row.getInt("probes"),
                row.getInt("pace"));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
