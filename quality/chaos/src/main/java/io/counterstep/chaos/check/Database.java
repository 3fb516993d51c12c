package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;

/** Reads the services' databases, row by row. Thread-safe. */
record Database(Function<Service, String> jdbcUrls) {

    private static final int ROWS_AT_ONCE = 5_000;

    /** What to do with each row. */
    interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    /** @throws IllegalStateException if the database does not answer as it must */
    void each(Service service, String sql, Reader reader, Object... arguments) {
        String url = jdbcUrls.apply(service);
        try (Connection connection =
                DriverManager.getConnection(url, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD)) {
            connection.setAutoCommit(false); // only then rows come in portions
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(ROWS_AT_ONCE);
                for (int i = 0; i < arguments.length; i++) {
                    statement.setObject(i + 1, arguments[i]);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        reader.read(rows);
                    }
                }
            }
            connection.rollback();
        } catch (SQLException failed) {
            throw new IllegalStateException(
                    "cannot read what the service " + service + " has stored, at " + url + ": " + sql.strip(), failed);
        }
    }
}
