package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterstep.systemtests.support.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts that wait in Kafka, and topics that keep their records for longer than the ids of purged sagas are kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackPressureOnKafkaTest {

    private static final int MAX = 5;
    private static final int ORDERS = 60;

    private final Ground ground = new Ground();

    @AfterAll
    void close() {
        ground.close();
    }

    @Test
    void startsBeyondTheBoundStayInKafkaAndOtherDefinitionsDoNotWait() throws Exception {
        String bound = "counterstep.max-in-flight-of.trade=" + MAX;
        try (ConfigurableApplicationContext office = ground.run(Office.class, Ground.OFFICE, bound)) {
            for (int i = 0; i < ORDERS; i++) {
                ground.order("k" + i, "chair");
            }
            await().atMost(Ground.PATIENCE).until(() -> trades("true") == MAX);
            ground.note("meanwhile");
            ground.awaitSaga("meanwhile", "COMPLETED");
            assertThat(trades("true")).isEqualTo(MAX);
            assertThat(office.isActive()).isTrue();
        }
        assertThat(committed("office-starts", Trade.OFFICE.eventTopic())).isLessThanOrEqualTo(MAX);

        try (ConfigurableApplicationContext office = ground.run(Office.class, Ground.OFFICE, bound);
                ConfigurableApplicationContext workshop = ground.run(Workshop.class, Ground.WORKSHOP)) {
            await().atMost(Ground.PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                assertThat(trades("state not in ('COMPLETED', 'CANCELED')")).isLessThanOrEqualTo(MAX);
                return trades("state = 'COMPLETED'") == ORDERS;
            });
            assertThat(workshop.isActive() && office.isActive()).isTrue();
        }
        assertThat(new Database(ground.system, Ground.WORKSHOP).number("select count(*) from effect"))
                .as("each made once")
                .isEqualTo(ORDERS);
    }

    private long trades(String condition) {
        return new Database(ground.system, Ground.OFFICE)
                .number("select count(*) from saga where definition = 'trade' and " + condition);
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, ground.system.bootstrapServers()));
    }

    private long committed(String group, String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(it -> it.getKey().topic().equals(topic))
                    .mapToLong(it -> it.getValue() == null ? 0 : offset(it.getValue()))
                    .sum();
        }
    }

    private static long offset(OffsetAndMetadata committed) {
        return committed.offset();
    }

    @Test
    void idsThatAreForgottenBeforeTheRecordsThatStartRefuseToStart() throws Exception {
        ground.run(Office.class, Ground.OFFICE).close();
        assertThatThrownBy(() -> ground.run(Office.class, Ground.OFFICE, "counterstep.retention.ids=7d"))
                .hasStackTraceContaining(
                        "topic clerk-events keeps its records for 7d, but the ids of purged sagas are kept"
                                + " only for 7d: a start that is delivered again later would start its saga anew. Set"
                                + " counterstep.retention.ids to more than 7d, or to forever, or shorten the topic's retention.ms");
        ground.run(Office.class, Ground.OFFICE, "counterstep.retention.ids=8d").close();

        keep(Trade.OFFICE.eventTopic(), "-1");
        assertThatThrownBy(() -> ground.run(Office.class, Ground.OFFICE))
                .hasStackTraceContaining(
                        "topic office-events keeps its records forever, but the ids of purged sagas are"
                                + " kept only for 90d");
        ground.run(Office.class, Ground.OFFICE, "counterstep.retention.ids=forever")
                .close();
        ground.run(Office.class, Ground.OFFICE, "counterstep.retention.finished=forever")
                .close();
        keep(Trade.OFFICE.eventTopic(), "604800000");
    }

    private void keep(String topic, String millis) throws ExecutionException, InterruptedException {
        ConfigEntry entry = new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, millis);
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
