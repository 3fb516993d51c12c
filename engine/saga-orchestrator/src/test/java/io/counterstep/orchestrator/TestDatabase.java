package io.counterstep.orchestrator;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A real PostgreSQL with this module's tables, durable as in production; in several databases if one asks for them. */
final class TestDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final List<DataSource> dataSources = new ArrayList<>();
    private final Set<DataSource> away = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    TestDatabase() {
        this(1);
    }

    TestDatabase(int databases) {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL", e);
        }
        add(postgres.getPostgresDatabase());
        for (int i = 1; i < databases; i++) {
            jdbc().execute("create database store_" + i);
            add(postgres.getDatabase("postgres", "store_" + i));
        }
    }

    private void add(DataSource real) {
        DataSource dataSource = new DelegatingDataSource(real) {
            @Override
            public Connection getConnection() throws SQLException {
                if (away.contains(this)) {
                    throw new SQLException("the database is away", "08001");
                }
                connections.incrementAndGet();
                return super.getConnection();
            }
        };
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:io/counterstep/orchestrator/db")
                .load()
                .migrate();
        dataSources.add(dataSource);
    }

    DataSource dataSource() {
        return dataSources.getFirst();
    }

    List<DataSource> dataSources() {
        return dataSources;
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(dataSource());
    }

    JdbcTransactionManager transactions() {
        return new JdbcTransactionManager(dataSource());
    }

    SagaStores stores() {
        return new SagaStores(dataSources.stream()
                .map(it -> new SagaStores.Database(new JdbcTemplate(it), new JdbcTransactionManager(it)))
                .toList());
    }

    /** How many were ever taken: outside transactions one for each statement. */
    int connections() {
        return connections.get();
    }

    /** Takes no connections until it is back. */
    void isAway(int database) {
        away.add(dataSources.get(database));
    }

    void allAreBack() {
        away.clear();
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
