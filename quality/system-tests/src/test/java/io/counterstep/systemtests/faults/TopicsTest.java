package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterstep.systemtests.support.Database;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics that are missing, and topics that grow. */
class TopicsTest {

    private static final int ORDERS = 200;

    private final Ground ground = new Ground();

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void aTopicThatIsMissingAndCannotBeCreatedFailsTheStartWithTheCommandThatCreatesIt() {
        assertThatThrownBy(() -> ground.run(Workshop.class, Ground.WORKSHOP, "counterstep.topics.replication-factor=3"))
                .hasStackTraceContaining("topic workshop-commands is missing and cannot be created: create it with"
                        + " kafka-topics.sh --create --topic workshop-commands --partitions 2");

        try (Cluster cluster = new Cluster(ground.system)) {
            for (String topic : List.of("workshop-commands", "workshop-events")) {
                cluster.create(topic, 1);
                cluster.create(topic + "-dlt", 1);
            }
        }
        ground.run(Workshop.class, Ground.WORKSHOP, "counterstep.topics.replication-factor=3")
                .close();
    }

    @Test
    void partitionsThatAreAddedWhileSagasRunDoNoHarm() {
        ground.run(Office.class, Ground.OFFICE, "spring.kafka.properties.metadata.max.age.ms=500");
        ground.run(Workshop.class, Ground.WORKSHOP, "spring.kafka.properties.metadata.max.age.ms=500");
        try (Cluster cluster = new Cluster(ground.system)) {
            for (int i = 0; i < ORDERS; i++) {
                ground.order("o" + i, "chair");
                if (i == ORDERS / 2) {
                    List.of("office-events", "workshop-commands", "workshop-events", "office-commands")
                            .forEach(it -> cluster.enlarge(it, 7));
                }
            }
            IntStream.range(ORDERS, 2 * ORDERS).forEach(i -> ground.order("o" + i, "chair"));
            await("all complete")
                    .atMost(Ground.PATIENCE)
                    .until(() -> new Database(ground.system, Ground.OFFICE)
                                    .number("select count(*) from saga where state = 'COMPLETED'")
                            == 2 * ORDERS);
            assertThat(cluster.committed("workshop-workshop").keySet())
                    .as("the new ones are read as well")
                    .anyMatch(it -> it.partition() > 2);
        }
        assertThat(new Database(ground.system, Ground.WORKSHOP)
                        .column("select order_id from effect group by order_id having count(*) > 1"))
                .as("made twice")
                .isEmpty();
    }
}
