package io.counterstep.benchmarks.floor;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Writes as many rows as sagas need, in sets and with a durable commit for each step of a batch of sagas: one row a saga
 * that is changed at each step, and rows of history that never change. Nothing is read and nothing is decided.
 */
final class SqlFloor {

    /** A batch as it comes under load. */
    static final int SAGAS_AT_ONCE = 500;

    private static final int FACTS_CHARACTERS = 400;
    private static final int DETAIL_CHARACTERS = 60;

    private static final String TABLES = """
            create table state (id text primary key, facts text not null, revision int not null) with (fillfactor = 70);
            create table history (
                id text not null, revision int not null, kind text not null, detail text not null,
                primary key (id, revision));
            """;

    private static final String BEGIN = "insert into state select told.id, ?, 0 from unnest(?) as told(id)";

    private static final String CHANGE = """
            update state set facts = ?, revision = revision + 1 from unnest(?) as told(id) where state.id = told.id""";

    private static final String REMEMBER = """
            insert into history select told.id, ?, 'STEP_SUCCEEDED', ? from unnest(?) as told(id)""";

    private final Function<String, String> urls;
    private final Map<String, FloorPlan.Rows> databases;
    private final Stopwatch stopwatch = new Stopwatch();
    private final AtomicLong nextBatch = new AtomicLong();

    /** @param urls where each database is, by its name */
    SqlFloor(Function<String, String> urls, Map<String, FloorPlan.Rows> databases) {
        this.urls = urls;
        this.databases = databases;
    }

    /** @param workers each with a connection to every database */
    double rowsPerSecond(int workers, Duration warmUp, Duration measured) throws SQLException, InterruptedException {
        for (String database : databases.keySet()) {
            try (Connection connection = connect(database);
                    Statement statement = connection.createStatement()) {
                statement.execute(TABLES);
            }
        }
        List<Callable<Void>> all = IntStream.range(0, workers)
                .<Callable<Void>>mapToObj(i -> this::work)
                .toList();
        return Crew.perSecond(all, stopwatch, warmUp, measured);
    }

    private Void work() throws SQLException {
        List<Table> tables = new ArrayList<>();
        try {
            for (Map.Entry<String, FloorPlan.Rows> database : databases.entrySet()) {
                tables.add(new Table(connect(database.getKey()), database.getValue()));
            }
            while (stopwatch.runs()) {
                String[] ids = ids(nextBatch.getAndIncrement());
                for (Table table : tables) {
                    table.write(ids);
                }
            }
        } finally {
            for (Table table : tables) {
                table.connection.close();
            }
        }
        return null;
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(urls.apply(database), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    }

    private static String[] ids(long batch) {
        String[] ids = new String[SAGAS_AT_ONCE];
        Arrays.setAll(ids, i -> "fulfil-order:%036d".formatted(batch * SAGAS_AT_ONCE + i));
        return ids;
    }

    /** One database, written by one worker. */
    private final class Table {
        final Connection connection;
        private final FloorPlan.Rows rows;
        private final PreparedStatement begin;
        private final PreparedStatement change;
        private final PreparedStatement remember;

        Table(Connection connection, FloorPlan.Rows rows) throws SQLException {
            this.connection = connection;
            this.rows = rows;
            connection.setAutoCommit(false);
            begin = connection.prepareStatement(BEGIN);
            change = connection.prepareStatement(CHANGE);
            remember = connection.prepareStatement(REMEMBER);
        }

        /** The first row of a saga is its state, the others are history; each change is a step, and a commit. */
        void write(String[] ids) throws SQLException {
            int steps = Math.max(1, rows.changed());
            int history = Math.max(0, rows.inserted() - 1);
            int remembered = 0;
            for (int step = 0; step < steps; step++) {
                int written = 0;
                if (step == 0) {
                    begin.setString(1, "f".repeat(FACTS_CHARACTERS));
                    begin.setArray(2, connection.createArrayOf("text", ids));
                    written += begin.executeUpdate();
                }
                if (step < rows.changed()) {
                    change.setString(1, "g".repeat(FACTS_CHARACTERS));
                    change.setArray(2, connection.createArrayOf("text", ids));
                    written += change.executeUpdate();
                }
                for (; remembered < history * (step + 1) / steps; remembered++) {
                    remember.setInt(1, remembered);
                    remember.setString(2, "d".repeat(DETAIL_CHARACTERS));
                    remember.setArray(3, connection.createArrayOf("text", ids));
                    written += remember.executeUpdate();
                }
                connection.commit();
                stopwatch.add(written);
            }
        }
    }
}
