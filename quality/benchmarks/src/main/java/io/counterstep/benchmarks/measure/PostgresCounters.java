package io.counterstep.benchmarks.measure;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Totals of an embedded PostgreSQL server, over all of its databases: {@value #STATEMENTS} (without BEGIN and COMMIT),
 * {@value #TRANSACTIONS}, {@value #WAL_BYTES}, {@value #ROWS} written, and for each database {@code inserts.NAME} and
 * {@code updates.NAME}
 * (deletes included). Thread-safe.
 */
public final class PostgresCounters {

    public static final String STATEMENTS = "sqlStatements";
    public static final String TRANSACTIONS = "transactions";
    public static final String WAL_BYTES = "walBytes";
    public static final String ROWS = "rows";
    public static final String INSERTS = "inserts.";
    public static final String UPDATES = "updates.";

    private static final String SETTINGS = """

            shared_preload_libraries = 'pg_stat_statements'
            pg_stat_statements.track = 'all'
            pg_stat_statements.track_utility = off
            """;

    private static final String TOTALS = """
            select (select coalesce(sum(calls), 0) from pg_stat_statements),
                   pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')
            """;

    private static final String BY_DATABASE = """
            select datname, xact_commit, tup_inserted, tup_updated, tup_deleted
            from pg_stat_database
            where datname not in ('postgres', 'template0', 'template1')
            """;

    private final String url;

    /**
     * Creates the server's data if there is none and has it count statements; to be called before it is started for use.
     */
    public static void enable(EmbeddedDatabase.Places places, int port) throws IOException {
        try (EmbeddedDatabase created = EmbeddedDatabase.start(places, port, List.of())) {
            Files.writeString(places.data().resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
        }
    }

    /** @param url of the database {@code postgres} on a server for which {@link #enable} was called */
    public PostgresCounters(String url) throws SQLException {
        this.url = url;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists pg_stat_statements");
        }
    }

    /** The totals by name. */
    public Map<String, Double> read() throws SQLException {
        Map<String, Double> totals = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(TOTALS)) {
                row.next();
                totals.put(STATEMENTS, row.getDouble(1));
                totals.put(WAL_BYTES, row.getDouble(2));
            }
            try (ResultSet row = statement.executeQuery(BY_DATABASE)) {
                while (row.next()) {
                    totals.merge(TRANSACTIONS, row.getDouble(2), Double::sum);
                    totals.put(INSERTS + row.getString(1), row.getDouble(3));
                    totals.put(UPDATES + row.getString(1), row.getDouble(4) + row.getDouble(5));
                    totals.merge(ROWS, row.getDouble(3) + row.getDouble(4) + row.getDouble(5), Double::sum);
                }
            }
        }
        return totals;
    }

    /** Such as {@code 18.6}. */
    public String version() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show server_version")) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    }
}
