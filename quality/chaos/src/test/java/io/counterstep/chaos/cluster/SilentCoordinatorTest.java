package io.counterstep.chaos.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.KafkaNode;
import io.counterstep.messaging.LoopContainers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

class SilentCoordinatorTest {

    private static final String TOPIC = "payment-commands";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** A request that is not answered by then has failed, and its connection with it. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init")
    private UnansweredRequests between;

    @SuppressWarnings("NullAway.Init")
    private KafkaRaftServer broker;

    @SuppressWarnings("NullAway.Init")
    private LoopContainers containers;

    @BeforeEach
    void start() throws Exception {
        between = new UnansweredRequests();
        FreePorts ports = new FreePorts();
        int port = ports.next();
        between.to(port);
        KafkaNode.format(data, Uuid.randomUuid().toString(), 1);
        broker = new KafkaRaftServer(new KafkaConfig(settings(port, ports.next()), false), Time.SYSTEM);
        broker.startup();
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers", "127.0.0.1:" + between.port(),
                "request.timeout.ms", (int) REQUEST_TIMEOUT.toMillis(),
                "default.api.timeout.ms", (int) PATIENCE.toMillis());
        containers = new LoopContainers(kafka, LoopContainers.DEFAULT_MAX_BATCH, 1);
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
        }
    }

    private Map<String, String> settings(int port, int controllerPort) {
        String controller = "127.0.0.1:" + controllerPort;
        Map<String, String> settings = KafkaNode.settings(data, 1);
        settings.put("controller.quorum.voters", "1@" + controller);
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + "," + KafkaNode.CONTROLLER_LISTENER + "://" + controller);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + between.port());
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT," + KafkaNode.CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("offsets.topic.replication.factor", "1");
        return settings;
    }

    @AfterEach
    void stop() throws Exception {
        broker.shutdown();
        broker.awaitShutdown();
        between.close();
    }

    @Test
    void aLoopWhosePlaceInATopicIsNotToldForAWhileReadsOnAfterwards() {
        between.keep(ApiKeys.OFFSET_FETCH);
        ConcurrentMessageListenerContainer<byte[], byte[]> loop =
                containers.container("payment", List.of(TOPIC), (BatchMessageListener<byte[], byte[]>)
                        batch -> batch.forEach(it -> heard.add(new String(it.value(), UTF_8))));
        try (Producer<byte[], byte[]> producer = containers.producer("test")) {
            producer.send(new ProducerRecord<>(TOPIC, "pay".getBytes(UTF_8)));
            loop.start();

            // the first request has failed once another is made
            await().atMost(PATIENCE).until(() -> between.kept() >= 2);
            assertThat(heard).isEmpty();
            between.keep(null);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("pay"));
        } finally {
            loop.stop();
        }
    }
}
