package io.counterstep.benchmarks.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterstep.benchmarks.fulfilment.FinalOrderEvents.Ending;
import io.counterstep.fulfilment.local.EmbeddedKafka;
import io.counterstep.fulfilment.local.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinalOrderEventsTest {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final FinalOrderEvents.Listener listener = new FinalOrderEvents.Listener() {
        @Override
        public void ended(String orderId, boolean completed) {
            told.add(orderId + " " + completed);
        }

        @Override
        public void failed(String why) {
            told.add(why);
        }
    };

    @Test
    void onlyFinalEventsFromNowOnAreTold(@TempDir Path directory) throws Exception {
        Ports ports = Ports.free();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, ports.kafka(), ports.controller())) {
            Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
            try (Admin admin = Admin.create(settings)) {
                admin.createTopics(List.of(new NewTopic(FinalOrderEvents.TOPIC, 4, (short) 1)))
                        .all()
                        .get();
            }
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                publish(producer, event("before", "ORDER_COMPLETED"));
                try (FinalOrderEvents events = FinalOrderEvents.listen(kafka.bootstrapServers(), listener)) {
                    publish(producer, event("a", "ORDER_CREATED"));
                    publish(producer, "not JSON");
                    publish(producer, event("a", "ORDER_COMPLETED"));
                    publish(producer, event("b", "ORDER_CANCELED"));

                    await().atMost(Duration.ofSeconds(20)).until(() -> told.size() >= 2);
                }
            }
        }
        assertThat(told).containsExactlyInAnyOrder("a true", "b false");
    }

    @Test
    void whereNoBrokerAnswersTheLoadFails() {
        assertThatThrownBy(() -> FinalOrderEvents.listen("127.0.0.1:1", listener))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot read order-events from Kafka at 127.0.0.1:1");
    }

    @Test
    void whatIsNoEventIsNoEnding() {
        assertThat(FinalOrderEvents.ending(null)).isNull();
        assertThat(ending("[]")).isNull();
        assertThat(ending("{\"status\":\"ORDER_COMPLETED\"}")).isNull();
        assertThat(ending("{\"orderId\":\"a\"")).isNull();
        assertThat(ending("{\"lines\":[{\"orderId\":\"x\"}],\"orderId\":\"a\",\"status\":\"ORDER_CANCELED\"}"))
                .isEqualTo(new Ending("a", false));
    }

    private static @Nullable Ending ending(String json) {
        return FinalOrderEvents.ending(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void publish(KafkaProducer<byte[], byte[]> producer, String json)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(FinalOrderEvents.TOPIC, json.getBytes(StandardCharsets.UTF_8)))
                .get();
    }

    private static String event(String orderId, String status) {
        return """
                {"orderId":"%s","status":"%s","reason":"why","total":{"currency":"KRW","minorUnits":1}}""".formatted(orderId, status);
    }
}
