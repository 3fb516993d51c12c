package io.counterstep.messaging;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Several statements in one round trip. */
public final class RoundTrip {

    /** The isolation is said here, because Spring would ask for the connection's first: a round trip for each batch. */
    private static final String BEGIN = "set transaction isolation level read committed; ";

    private RoundTrip() {}

    /** Begins a transaction with them. */
    static int begin(JdbcTemplate jdbc, String statements, Object[] arguments, List<RowCallbackHandler> rows) {
        return run(jdbc, BEGIN + statements, arguments, rows);
    }

    /** @return how many rows were written, by all of them */
    public static int write(JdbcTemplate jdbc, String statements, Object[] arguments) {
        return run(jdbc, statements, arguments, List.of());
    }

    /**
     * @param rows takes each row of the first query, of the second, and so on
     * @return how many rows were written, by all of them
     */
    private static int run(JdbcTemplate jdbc, String statements, Object[] arguments, List<RowCallbackHandler> rows) {
        PreparedStatementCallback<Integer> run = statement -> {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return read(statement, rows);
        };
        Integer written = jdbc.execute(statements, run);
        return written == null ? 0 : written;
    }

    private static Integer read(PreparedStatement statement, List<RowCallbackHandler> rows) throws SQLException {
        int queries = 0;
        int written = 0;
        boolean isQuery = statement.execute();
        while (isQuery || statement.getUpdateCount() >= 0) {
            if (isQuery) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        rows.get(queries).processRow(result);
                    }
                }
                queries++;
            } else {
                written += statement.getUpdateCount();
            }
            isQuery = statement.getMoreResults();
        }
        return written;
    }
}
