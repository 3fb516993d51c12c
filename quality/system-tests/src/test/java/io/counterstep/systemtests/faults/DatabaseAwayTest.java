package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** G1 while PostgreSQL is away for a while in the middle of a load: the loops wait with their batches and go on. */
class DatabaseAwayTest {

    private static final int ORDERS = 500;
    private static final int ENDED_AT_LEAST = 20;
    private static final int PENDING_AT_LEAST = 50;

    /** Long enough for every loop to meet the gap; the first pause of a loop is shorter. */
    private static final Duration AWAY = Duration.ofSeconds(2);

    private static final Duration ALL_WITHIN = Duration.ofSeconds(90);

    @Test
    void allLoopsPauseWhileTheDatabaseIsAwayAndEveryAcceptedOrderEnds() throws Exception {
        Customers customers = new Customers();
        try (LocalSystem system = LocalSystem.start(LocalOptions.temporary());
                ExecutorService load = Executors.newSingleThreadExecutor()) {
            String orders = system.jdbcUrl(Service.ORDER);
            Future<?> ordering = load.submit(() -> {
                customers.order(system.orderUrl(), ORDERS);
                return null;
            });
            await("load").atMost(ALL_WITHIN).pollInterval(Duration.ofMillis(5)).until(() -> {
                Customers.Progress progress = Customers.progress(orders);
                return progress.ended() >= ENDED_AT_LEAST && progress.pending() >= PENDING_AT_LEAST;
            });

            PostgresServer.of(system.options().data()).kill();
            await("away")
                    .pollDelay(AWAY)
                    .atMost(AWAY.multipliedBy(2))
                    .untilAsserted(() -> assertThatThrownBy(() -> Customers.progress(orders))
                            .isInstanceOf(IllegalStateException.class));
            try (EmbeddedDatabase back = startAgain(system)) {
                assertThat(Customers.progress(orders).pending())
                        .as("pending at the fault, in %s", back)
                        .isPositive();
                ordering.get(60, TimeUnit.SECONDS);
                customers.order(system.orderUrl(), ORDERS);
                assertThat(customers.accepted()).isEqualTo(ORDERS);
                new Ended(system).asTheyMustAfterAnOutage(customers.endings(), ALL_WITHIN);
                assertThat(new TopicReader(system).read(TopicReader.DEAD_LETTER_TOPICS))
                        .as("an outage poisons nothing")
                        .isEmpty();
                system.close();
            }
        }
    }

    private static EmbeddedDatabase startAgain(LocalSystem system) {
        LocalOptions options = system.options();
        EmbeddedDatabase.Places places = new EmbeddedDatabase.Places(
                options.data().resolve("postgresql"),
                options.programs(),
                options.data().resolve("logs").resolve("postgresql.log"));
        return EmbeddedDatabase.start(places, options.ports().postgres(), List.of());
    }
}
