package io.counterstep.chaos.run;

import io.counterstep.chaos.cluster.Cluster;
import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How much there is still to come: orders without an end, and sagas. */
record Rest(long ended, long pending, long sagas) {

    static Rest of(Cluster cluster) throws SQLException {
        long pending = number(cluster, Service.ORDER, "select count(*) from orders where status = 'PENDING'");
        long ended = number(cluster, Service.ORDER, "select count(*) from orders where status <> 'PENDING'");
        long sagas = number(cluster, Service.ORCHESTRATOR, "select count(*) from saga where ended_at is null");
        return new Rest(ended, pending, sagas);
    }

    boolean isReached() {
        return pending == 0 && sagas == 0;
    }

    private static long number(Cluster cluster, Service service, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        cluster.jdbcUrl(service), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
