package io.counterstep.chaos.nemesis;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Another transaction holds a participant's ledger, as a migration or a careless person would. */
final class LockLedger implements Attack {

    private final Service service;
    private final String jdbcUrl;
    private @Nullable Connection holder;

    LockLedger(Service service, String jdbcUrl) {
        this.service = service;
        this.jdbcUrl = jdbcUrl;
    }

    @Override
    public String target() {
        return service.label();
    }

    @Override
    public String strike() throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
        holder = connection;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '10s'");
            statement.execute("lock table saga_ledger in access exclusive mode");
        }
        return "locked";
    }

    @Override
    public String heal() throws SQLException {
        if (holder != null && holder.isValid(1)) {
            holder.rollback();
            holder.close();
            return "";
        }
        return "PostgreSQL itself had ended the lock";
    }
}
