package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Ports;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long it takes until everything is over when all is killed with many sagas in flight. As many as {@value #SAGAS} says,
 * within as many seconds as {@value #WITHIN} says, from the moment at which the system is started again:
 *
 * <pre>{@code
 * mvn -B test -pl quality/system-tests -am -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dtest=RecoveryTimeTest -DrecoveryTime.sagas=10000 -DrecoveryTime.seconds=60
 * }</pre>
 */
class RecoveryTimeTest {

    private static final String SAGAS = "recoveryTime.sagas";
    private static final String WITHIN = "recoveryTime.seconds";

    /** Generous: other builds may share the machine. */
    private static final int DEFAULT_SECONDS = 150;

    private static final int DEFAULT_SAGAS = 500;
    private static final Duration STARTED_WITHIN = Duration.ofMinutes(2);
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryTimeTest.class);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void allThatWasInFlightWhenEverythingWasKilledIsOverInTime() throws Exception {
        int sagas = Integer.getInteger(SAGAS, DEFAULT_SAGAS);
        Duration within = Duration.ofSeconds(Integer.getInteger(WITHIN, DEFAULT_SECONDS));
        Path data = folder.resolve("data");
        int offset = UpProcess.freeOffset();
        Customers customers = new Customers();
        killWithSagasInFlight(data, offset, customers, sagas);

        long begin = System.nanoTime();
        try (LocalSystem system = LocalSystem.start(LocalOptions.in(data).withPorts(Ports.offsetBy(offset)))) {
            Duration up = Duration.ofNanos(System.nanoTime() - begin);
            Database orders = new Database(system, Service.ORDER);
            await("all orders are final")
                    .atMost(within.multipliedBy(3))
                    .until(() -> orders.number("select count(*) from orders where status = 'PENDING'") == 0);
            Duration over = Duration.ofNanos(System.nanoTime() - begin);
            LOG.warn("{} sagas in flight when all was killed: up after {}, all orders final after {}", sagas, up, over);
            new Ended(system).asTheyMustAfterAnOutage(customers.endings(), within);
            assertThat(over).isLessThanOrEqualTo(within);
        }
    }

    /** Payments are held up by a lock until the kill, so that all sagas are in flight then; and no gate makes up for it. */
    private static void killWithSagasInFlight(Path data, int offset, Customers customers, int sagas) throws Exception {
        try (UpProcess up = UpProcess.start(data, offset, Map.of("COUNTERSTEP_RECOVERY_THRESHOLD", "0"));
                Connection payments = connect(up, "payment");
                Statement lock = payments.createStatement();
                Connection orchestrator = connect(up, "orchestrator");
                Statement count = orchestrator.createStatement()) {
            payments.setAutoCommit(false);
            lock.execute("lock table payment in access exclusive mode");
            customers.order(up.orderUrl(), sagas);
            assertThat(customers.accepted()).isEqualTo(sagas);
            await("as many sagas in flight").atMost(STARTED_WITHIN).until(() -> inFlight(count) >= sagas);
            up.kill();
            up.postgres().kill();
        }
    }

    private static long inFlight(Statement count) throws SQLException {
        try (ResultSet row = count.executeQuery("select count(*) from saga where ended_at is null")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Connection connect(UpProcess up, String service) throws SQLException {
        return DriverManager.getConnection(up.jdbcUrl(service), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    }
}
