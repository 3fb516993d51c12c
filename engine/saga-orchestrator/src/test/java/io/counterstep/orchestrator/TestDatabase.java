package io.counterstep.orchestrator;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A real PostgreSQL with this module's tables, durable as in production. */
final class TestDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final DataSource dataSource;

    TestDatabase() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL", e);
        }
        dataSource = postgres.getPostgresDatabase();
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:io/counterstep/orchestrator/db")
                .load()
                .migrate();
    }

    DataSource dataSource() {
        return dataSource;
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(dataSource);
    }

    JdbcTransactionManager transactions() {
        return new JdbcTransactionManager(dataSource);
    }

    /**
     * Locks all sagas from a connection of its own, whatever transaction the caller is in.
     *
     * @throws org.springframework.dao.DataAccessException at once, if another transaction holds one
     */
    int lockUnlessLocked() {
        JdbcTemplate stranger = new JdbcTemplate(postgres.getPostgresDatabase());
        return stranger.queryForList("select id from saga for update nowait").size();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
