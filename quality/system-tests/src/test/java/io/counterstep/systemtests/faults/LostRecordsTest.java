package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.messaging.LoopContainers;
import io.counterstep.systemtests.support.Database;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;

/** Kafka deletes records before they are read: that is told, and what the sagas can ask for again is asked for. */
class LostRecordsTest {

    private static final int ORDERS = 20;
    private static final String COMMANDS = Trade.WORKSHOP.commandTopic();
    private static final String STARTS = Trade.OFFICE.eventTopic();

    private final Ground ground = new Ground();
    private final Cluster cluster = new Cluster(ground.system);

    @AfterEach
    void close() {
        cluster.close();
        ground.close();
    }

    @Test
    void commandsDeletedWhileTheirReaderWasAwayAreToldAndAskedForAgain() {
        ConfigurableApplicationContext before = ground.run(Workshop.class, Ground.WORKSHOP);
        ground.run(Office.class, Ground.OFFICE, Office.RESEND_AFTER + "=3s");
        order(0, ORDERS);
        awaitCompleted(ORDERS);
        assertThat(lost(before)).isEmpty();
        before.close();

        order(ORDERS, 2 * ORDERS);
        await().atMost(Ground.PATIENCE).until(() -> cluster.end(COMMANDS) >= 2 * ORDERS);
        long read = cluster.committed("workshop-workshop", COMMANDS);
        cluster.deleteRecords(COMMANDS);
        long deleted = cluster.end(COMMANDS) - read;
        ConfigurableApplicationContext after = ground.run(Workshop.class, Ground.WORKSHOP);

        awaitCompleted(2 * ORDERS);
        assertThat(deleted).isGreaterThanOrEqualTo(ORDERS);
        Map<String, Long> told = Map.of("workshop-workshop " + COMMANDS, deleted);
        assertThat(lost(after)).isEqualTo(told);
        Health health = Objects.requireNonNull(
                after.getBean("sagaLoopsHealthIndicator", HealthIndicator.class).health());
        assertThat(health.getDetails()).containsEntry("lost", told);
        IntStream.range(0, 2 * ORDERS)
                .forEach(i -> assertThat(ground.effects(Ground.WORKSHOP, "o" + i))
                        .as("o" + i)
                        .containsExactly("make"));
    }

    @Test
    void whatWasDeletedIsToldThoughNothingFollowsIt() {
        ConfigurableApplicationContext before = ground.run(Workshop.class, Ground.WORKSHOP);
        ground.command("first", "MAKE", "invoke");
        await().atMost(Ground.PATIENCE).until(() -> cluster.committed("workshop-workshop", COMMANDS) == 1);
        before.close();
        ground.command("first", "UNMAKE", "compensate");
        cluster.deleteRecords(COMMANDS);

        ConfigurableApplicationContext after = ground.run(Workshop.class, Ground.WORKSHOP);

        await().atMost(Ground.PATIENCE).until(() -> lost(after), Map.of("workshop-workshop " + COMMANDS, 1L)::equals);
    }

    @Test
    void startsDeletedWhileTheyWaitedForRoomAreTold() {
        int max = 2;
        ConfigurableApplicationContext office =
                ground.run(Office.class, Ground.OFFICE, "counterstep.max-in-flight-of.trade=" + max);
        order(0, ORDERS);
        await().atMost(Ground.PATIENCE)
                .until(() -> cluster.committed("office-starts", STARTS) == max
                        && cluster.committed("office-orchestrator", STARTS) == ORDERS);
        cluster.deleteRecords(STARTS);

        ground.run(Workshop.class, Ground.WORKSHOP);
        order(ORDERS, 2 * ORDERS);

        awaitCompleted(max + ORDERS);
        assertThat(lost(office)).isEqualTo(Map.of("office-starts " + STARTS, (long) ORDERS - max));
    }

    private void order(int from, int to) {
        IntStream.range(from, to).forEach(i -> ground.order("o" + i, "chair"));
    }

    private void awaitCompleted(int orders) {
        await().atMost(Ground.PATIENCE)
                .until(() -> new Database(ground.system, Ground.OFFICE)
                                .number("select count(*) from saga where state = 'COMPLETED'")
                        >= orders);
    }

    private static Map<String, Long> lost(ConfigurableApplicationContext service) {
        return service.getBean(LoopContainers.class).lost().byTopic();
    }
}
