package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G1, G2 and G3 under kill -9 of everything, in the middle of a load. */
class KillTest {

    private static final int ORDERS = 500;

    /** The load goes on past the orders that count, so that the fault meets enough of them on their way. */
    private static final int LOAD = 3_000;

    private static final int ENDED_AT_LEAST = 50;
    private static final int PENDING_AT_LEAST = 100;
    private static final Duration MID_WAY_WITHIN = Duration.ofSeconds(60);
    private static final Duration ALL_WITHIN = Duration.ofSeconds(120);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyAcceptedOrderEndsAsItMustWhenAllIsKilledMidWayAndStartedAgain() throws Exception {
        Path data = folder.resolve("data");
        int offset = UpProcess.freeOffset();
        Customers customers = new Customers();

        Customers.Progress atTheKill = killMidWay(data, offset, customers);

        assertThat(atTheKill.ended()).as("ended when killed").isGreaterThanOrEqualTo(ENDED_AT_LEAST);
        assertThat(atTheKill.pending()).as("pending when killed").isGreaterThanOrEqualTo(PENDING_AT_LEAST);
        assertThat(customers.accepted()).isGreaterThanOrEqualTo(ORDERS);
        LocalOptions again = LocalOptions.in(data).withPorts(Ports.offsetBy(offset));
        try (LocalSystem system = LocalSystem.start(again)) {
            customers.order(system.orderUrl(), customers.placed());
            assertThat(customers.accepted()).isEqualTo(customers.placed());
            new Ended(system).asTheyMustAfterAnOutage(customers.endings(), ALL_WITHIN);
        }
    }

    /** Returns how far the orders had come, as the database says that the killed system left behind. */
    private static Customers.Progress killMidWay(Path data, int offset, Customers customers) throws Exception {
        try (UpProcess up = UpProcess.start(data, offset);
                ExecutorService load = Executors.newSingleThreadExecutor()) {
            Future<?> ordering = load.submit(() -> {
                customers.order(up.orderUrl(), LOAD);
                return null;
            });
            await("half of the way")
                    .atMost(MID_WAY_WITHIN)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> customers.accepted() >= ORDERS && isMidWay(Customers.progress(up.ordersJdbcUrl())));
            up.kill();
            ordering.get(30, TimeUnit.SECONDS);
            Customers.Progress atTheKill = Customers.progress(up.ordersJdbcUrl());
            up.postgres().kill();
            return atTheKill;
        }
    }

    private static boolean isMidWay(Customers.Progress progress) {
        return progress.ended() >= ENDED_AT_LEAST && progress.pending() >= PENDING_AT_LEAST;
    }
}
