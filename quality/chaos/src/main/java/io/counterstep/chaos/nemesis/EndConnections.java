package io.counterstep.chaos.nemesis;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** PostgreSQL ends the connections of all clients, whatever they are doing. */
record EndConnections(String jdbcUrl) implements Attack {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(500);

    @Override
    public String target() {
        return "postgres";
    }

    @Override
    public String strike() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        String why = "";
        while (System.nanoTime() < until) {
            try {
                int ended = end();
                if (ended > 0) {
                    return ended + " connections ended";
                }
                why = "there was no connection to end";
            } catch (SQLException away) {
                why = "PostgreSQL is away: " + away.getMessage();
            }
            Thread.sleep(BEFORE_NEXT_TRY);
        }
        throw new IllegalStateException(why);
    }

    private int end() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(jdbcUrl, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
                         where backend_type = 'client backend' and pid <> pg_backend_pid()""")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public String heal() {
        return "";
    }
}
