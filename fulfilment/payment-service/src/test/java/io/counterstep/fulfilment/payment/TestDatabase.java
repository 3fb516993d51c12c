package io.counterstep.fulfilment.payment;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A real PostgreSQL with this service's migrations; close it after the last test. */
final class TestDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final Flyway flyway;
    final JdbcClient jdbc;
    final TransactionTemplate transaction;

    private TestDatabase(EmbeddedPostgres postgres, String... locations) {
        this.postgres = postgres;
        DataSource dataSource = postgres.getPostgresDatabase();
        flyway = Flyway.configure()
                .dataSource(dataSource)
                .locations(locations)
                .cleanDisabled(false)
                .load();
        jdbc = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    static TestDatabase start(String... locations) {
        try {
            return new TestDatabase(
                    EmbeddedPostgres.builder()
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .start(),
                    locations);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL for the tests", e);
        }
    }

    /** An empty database with all migrations applied. */
    void reset() {
        flyway.clean();
        flyway.migrate();
    }

    long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
