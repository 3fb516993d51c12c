package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.messaging.DeadLetter;
import io.counterstep.systemtests.support.Database;
import io.counterstep.systemtests.support.TopicReader;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Where reading begins: before the first start, and after the offsets are gone. */
class OffsetsTest {

    private static final int ORDERS = 30;
    private static final String STARTS = Trade.OFFICE.eventTopic();
    private static final String COMMANDS = Trade.WORKSHOP.commandTopic();

    private static final Map<String, List<String>> READ = Map.of(
            "office-starts", List.of(STARTS),
            "office-orchestrator", List.of(STARTS, Trade.WORKSHOP.eventTopic()),
            "office-office", List.of(Trade.OFFICE.commandTopic()),
            "workshop-workshop", List.of(COMMANDS));

    private final Ground ground = new Ground();
    private final Cluster cluster = new Cluster(ground.system);
    private final Database office = new Database(ground.system, Ground.OFFICE);

    @AfterEach
    void close() {
        cluster.close();
        ground.close();
    }

    @Test
    void whatWasToldBeforeTheFirstStartOfAllIsNotSkipped() {
        cluster.create(STARTS, 2);
        order();
        ground.run(Office.class, Ground.OFFICE);
        await("commands that nobody reads yet").atMost(Ground.PATIENCE).until(() -> cluster.end(COMMANDS) == ORDERS);
        ground.run(Workshop.class, Ground.WORKSHOP);

        awaitAllCompleted();
        assertEachMadeOnce();
    }

    @Test
    void withoutTheirOffsetsAllIsReadAgainToNoHarm() {
        ConfigurableApplicationContext first = ground.run(Office.class, Ground.OFFICE);
        ConfigurableApplicationContext workshop = ground.run(Workshop.class, Ground.WORKSHOP);
        order();
        awaitAllCompleted();
        first.close();
        workshop.close();
        List<String> sagas = office.column("select id || ' ' || revision || ' ' || state from saga order by 1");
        List<String> history =
                office.column("select saga_id || ' ' || revision || ' ' || kind from saga_history order by 1");
        long commands = cluster.end(COMMANDS);
        READ.keySet().forEach(cluster::forget);

        ground.run(Workshop.class, Ground.WORKSHOP);
        ground.run(Office.class, Ground.OFFICE);
        READ.forEach((group, topics) -> topics.forEach(topic -> await(group + " has read " + topic)
                .atMost(Ground.PATIENCE)
                .until(() -> cluster.committed(group, topic) == cluster.end(topic))));

        assertEachMadeOnce();
        assertThat(office.column("select id || ' ' || revision || ' ' || state from saga order by 1"))
                .isEqualTo(sagas);
        assertThat(office.column("select saga_id || ' ' || revision || ' ' || kind from saga_history order by 1"))
                .isEqualTo(history);
        assertThat(cluster.end(COMMANDS)).as("nobody is asked anew").isEqualTo(commands);
        assertThat(new TopicReader(ground.system)
                        .read(List.of(DeadLetter.topicOf(STARTS), DeadLetter.topicOf(COMMANDS))))
                .isEmpty();
    }

    @Test
    void offsetsAreCommittedWithTheEpochOfTheirLeader() {
        ground.run(Office.class, Ground.OFFICE);
        ground.run(Workshop.class, Ground.WORKSHOP);
        order();
        awaitAllCompleted();

        READ.forEach((group, topics) -> {
            topics.forEach(topic -> await(group + " has read " + topic)
                    .atMost(Ground.PATIENCE)
                    .until(() -> cluster.committed(group, topic) == cluster.end(topic)));
            assertThat(cluster.committed(group)).as(group).isNotEmpty().allSatisfy((partition, offset) -> {
                if (offset.offset() > 0) {
                    assertThat(offset.leaderEpoch()).as(partition.toString()).isPresent();
                }
            });
        });
    }

    private void order() {
        IntStream.range(0, ORDERS).forEach(i -> ground.order("o" + i, "chair"));
    }

    private void awaitAllCompleted() {
        await("all complete")
                .atMost(Ground.PATIENCE)
                .until(() -> office.number("select count(*) from saga where state = 'COMPLETED'") == ORDERS);
    }

    private void assertEachMadeOnce() {
        assertThat(new Database(ground.system, Ground.WORKSHOP).column("select order_id from effect"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, ORDERS).mapToObj(i -> "o" + i).toList());
    }
}
