package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.systemtests.support.Database;
import io.counterstep.systemtests.support.TopicReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** A database that stands still without being away: its loop waits, keeps its place in the group, and goes on. */
class StandstillTest {

    private static final int ORDERS = 50;

    /** Longer than the 6 s after which the local broker gives up a member that is not heard of. */
    private static final Duration STILL = Duration.ofSeconds(9);

    private static final String GROUP = "workshop-workshop";

    private final Ground ground = new Ground();
    private final Cluster cluster = new Cluster(ground.system);
    private final Database workshop = new Database(ground.system, Ground.WORKSHOP);

    @BeforeEach
    void run() {
        ground.run(Office.class, Ground.OFFICE);
    }

    @AfterEach
    void close() {
        cluster.close();
        ground.close();
    }

    @Test
    void whileATableIsLockedConsumptionPausesButStaysInTheGroup() throws SQLException {
        runWorkshop();
        Set<String> members = cluster.members(GROUP);
        Optional<Integer> epoch = cluster.epoch(GROUP);
        try (Connection holder = connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table effect in access exclusive mode");
            order(0);
            await("a handler waits for the lock")
                    .atMost(Ground.PATIENCE)
                    .until(() -> workshop.number("select count(*) from pg_locks where not granted") > 0);
            standStill();
            holder.rollback();
        }
        assertAllIsMadeByTheSame(members, epoch, ORDERS);
    }

    @Test
    void whileThePoolIsExhaustedConsumptionPausesButStaysInTheGroup() throws SQLException {
        ConfigurableApplicationContext service = runWorkshop();
        Set<String> members = cluster.members(GROUP);
        Optional<Integer> epoch = cluster.epoch(GROUP);
        HikariDataSource pool = service.getBean(HikariDataSource.class);
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
            all.add(pool.getConnection());
        }
        order(0);
        standStill();
        for (Connection connection : all) {
            connection.close();
        }
        assertAllIsMadeByTheSame(members, epoch, ORDERS);
    }

    @Test
    void connectionsThatAreTerminatedOverAndOverLoseNothing() {
        runWorkshop();
        for (int round = 0; round < 5; round++) {
            order(round * ORDERS);
            int soFar = round * ORDERS + ORDERS / 10;
            await().atMost(Ground.PATIENCE)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> workshop.number("select count(*) from effect") >= soFar);
            assertThat(workshop.number("""
                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                    where pid <> pg_backend_pid() and backend_type = 'client backend'"""))
                    .as("connections that were killed, the office's too")
                    .isPositive();
        }
        assertAllIsMade(5 * ORDERS);
    }

    private ConfigurableApplicationContext runWorkshop() {
        ConfigurableApplicationContext service = ground.run(
                Workshop.class,
                Ground.WORKSHOP,
                "spring.datasource.hikari.connection-timeout=500",
                "spring.datasource.hikari.maximum-pool-size=3");
        await("the workshop reads")
                .atMost(Ground.PATIENCE)
                .until(() -> cluster.members(GROUP).size() == 1);
        return service;
    }

    private void order(int from) {
        IntStream.range(from, from + ORDERS).forEach(i -> ground.order("o" + i, "chair"));
    }

    private void standStill() {
        await("standing still")
                .pollDelay(STILL)
                .atMost(STILL.multipliedBy(2))
                .until(() -> ground.sagas("state", "o0"), List.of("RUNNING")::equals);
    }

    private void assertAllIsMadeByTheSame(Set<String> members, Optional<Integer> epoch, int orders) {
        assertThat(cluster.members(GROUP)).hasSize(1).isEqualTo(members);
        assertThat(cluster.epoch(GROUP))
                .as("no one left, not even for a moment")
                .isEqualTo(epoch);
        assertAllIsMade(orders);
    }

    private void assertAllIsMade(int orders) {
        await("all complete")
                .atMost(Ground.PATIENCE)
                .until(() -> new Database(ground.system, Ground.OFFICE)
                                .number("select count(*) from saga where state = 'COMPLETED'")
                        == orders);
        assertThat(workshop.column("select order_id from effect"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, orders).mapToObj(i -> "o" + i).toList());
        assertThat(new TopicReader(ground.system)
                        .read(List.of("workshop-commands-dlt", "workshop-events-dlt", "office-events-dlt")))
                .isEmpty();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                ground.system.jdbcUrl(Ground.WORKSHOP), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    }
}
