package io.counterstep.benchmarks.engine;

import io.counterstep.fulfilment.local.bench.Stored;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills the engine's tables with copies of sagas that it has run. */
public final class StoredSagas {

    private static final int AT_ONCE = 250_000;

    /** The sagas that are copied: enough that all fates are among them. */
    private static final String TEMPLATES = """
            create temporary table template on commit preserve rows as
            select row_number() over () - 1 as place, t.* from (
                select * from saga where ended_at is not null and business_key !~ '^old' order by started_at limit 100) t""";

    private static final String FINISHED = """
            insert into saga (id, definition, version, business_key, state, step, reason, attention, progress, facts, parent,
                              started_at, ends_by, updated_at, ended_at, next_check_at, held_by, revision)
            select definition || ':old-' || n, definition, version, 'old-' || n, state, step, reason, attention, progress,
                   facts, parent, started_at - n * interval '1 ms', ends_by, updated_at,
                   ended_at - n * interval '1 ms', next_check_at, held_by, revision
            from generate_series(?, ?) n join template on place = n % (select count(*) from template)""";

    private static final String HISTORY = """
            insert into saga_history (saga_id, revision, at, kind, step, from_state, to_state, message, commands, detail)
            select t.definition || ':old-' || n, h.revision, h.at, h.kind, h.step, h.from_state, h.to_state, h.message,
                   h.commands, h.detail
            from generate_series(?, ?) n join template t on place = n % (select count(*) from template) join saga_history h on h.saga_id = t.id""";

    private static final String ACTIVE = """
            insert into saga (id, definition, version, business_key, state, step, progress, facts,
                              started_at, updated_at, next_check_at, revision)
            select definition || ':waiting-' || n, definition, version, 'waiting-' || n, 'RUNNING', ?::text,
                   '{"phase":"RUNNING","waits":[{"step":"' || ?::text || '","action":"invoke","attempt":1,"failures":0,'
                   || '"resendAt":"2999-01-01T00:00:00Z","causedBy":"client-events/0/0"}]}',
                   facts, started_at, updated_at, timestamptz '2999-01-01', 1
            from generate_series(?, ?) n join template on place = n % (select count(*) from template)""";

    private final String jdbcUrl;
    private final String firstStep;

    /** @param firstStep for whose answer the active ones wait */
    public StoredSagas(String jdbcUrl, String firstStep) {
        this.jdbcUrl = jdbcUrl;
        this.firstStep = firstStep;
    }

    /** Returns when the database has settled; at least some sagas must have run and ended before. */
    public void fill(Stored stored, String user, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(TEMPLATES);
            insert(connection, FINISHED, stored.finished());
            insert(connection, HISTORY, stored.finished());
            insert(connection, ACTIVE, stored.active(), firstStep, firstStep);
            // as autovacuum would, which would take its time from the measurement
            statement.execute("vacuum (analyze) saga, saga_history");
            statement.execute("checkpoint");
        }
    }

    private static void insert(Connection connection, String sql, int sagas, String... before) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int first = 1; first <= sagas; first += AT_ONCE) {
                int parameter = 0;
                for (String value : before) {
                    insert.setString(++parameter, value);
                }
                insert.setInt(++parameter, first);
                insert.setInt(++parameter, Math.min(sagas, first + AT_ONCE - 1));
                insert.executeUpdate();
            }
        }
    }
}
