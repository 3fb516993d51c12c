package io.counterstep.chaos.check;

import io.counterstep.chaos.cluster.Cluster;
import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the services' databases. Thread-safe. */
final class Rows {

    private final Function<Service, String> jdbcUrl;

    Rows(Cluster cluster) {
        this(cluster::jdbcUrl);
    }

    Rows(Function<Service, String> jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> all(Service service, String sql, RowReader<T> reader) {
        try (Connection connection = DriverManager.getConnection(
                        jdbcUrl.apply(service), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot read the database of " + service + ": " + sql, failed);
        }
    }

    List<String> texts(Service service, String sql) {
        return all(service, sql, row -> String.valueOf(row.getString(1)));
    }

    /** The first column as key of the second. */
    Map<String, String> byKey(Service service, String sql) {
        Map<String, String> found = new LinkedHashMap<>();
        all(service, sql, row -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(it -> found.put(it.getKey(), it.getValue()));
        return found;
    }

    /** A row of a participant's ledger. */
    record LedgerRow(
            String orderId,
            String step,
            boolean tookEffect,
            @Nullable String request,
            @Nullable String compensation) {}

    List<LedgerRow> ledger(Service service) {
        return all(
                service,
                """
                        select split_part(saga_id, ':', 2), step, took_effect, request_type, compensation_type
                          from saga_ledger where saga_id like 'fulfil-order:%'""",
                row -> new LedgerRow(
                        row.getString(1), row.getString(2), row.getBoolean(3), row.getString(4), row.getString(5)));
    }
}
