package io.counterstep.chaos.nemesis;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** PostgreSQL ends the connections of all clients, whatever they are doing. */
record EndConnections(String jdbcUrl) implements Attack {

    @Override
    public String target() {
        return "postgres";
    }

    @Override
    public String strike() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(jdbcUrl, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
                         where backend_type = 'client backend' and pid <> pg_backend_pid()""")) {
            row.next();
            if (row.getInt(1) == 0) {
                throw new IllegalStateException("there was no connection to end");
            }
            return row.getInt(1) + " connections ended";
        }
    }

    @Override
    public String heal() {
        return "";
    }
}
