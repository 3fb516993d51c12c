package io.counterstep.systemtests.support;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks into a service's own database, as no service but its owner may. */
public record Database(LocalSystem system, Service service) {

    /** The first column of each row, as text. */
    public List<String> column(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        system.jdbcUrl(service), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot ask the database of " + service + ": " + sql, failed);
        }
    }

    /** Changes rows behind the back of the service. */
    public void change(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        system.jdbcUrl(service), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement()) {
            if (statement.executeUpdate(sql) == 0) {
                throw new IllegalStateException("nothing was changed by: " + sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot change the database of " + service + ": " + sql, failed);
        }
    }

    public long number(String sql) {
        return Long.parseLong(column(sql).getFirst());
    }
}
