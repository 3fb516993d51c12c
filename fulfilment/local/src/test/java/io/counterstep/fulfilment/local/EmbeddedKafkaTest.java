package io.counterstep.fulfilment.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    private static final String TOPIC = "order-events";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Test
    void recordsAreThereAgainWhenTheBrokerStartsOnTheSameData() throws Exception {
        try (EmbeddedKafka kafka = start()) {
            createTopic(kafka);
            produce(kafka, "first");
            assertThat(consume(kafka, "one", 1)).containsExactly("first");
        }
        try (EmbeddedKafka kafka = start()) {
            produce(kafka, "second");
            assertThat(consume(kafka, "two", 2)).containsExactly("first", "second");
            assertThat(consume(kafka, "one", 1)).as("offsets committed before").containsExactly("second");
        }
    }

    @Test
    void aTopicIsNotCreatedByBeingNamed() {
        try (EmbeddedKafka kafka = start();
                Admin admin = Admin.create(client(kafka))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("never-created"))
                            .allTopicNames()
                            .get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        EmbeddedKafka kafka = start();
        kafka.close();
        kafka.close();
        assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:");
    }

    private EmbeddedKafka start() {
        Ports ports = Ports.free();
        return EmbeddedKafka.start(data, ports.kafka(), ports.controller());
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(client(kafka))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
        }
    }

    private static void produce(EmbeddedKafka kafka, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client(kafka), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "key", value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> consume(EmbeddedKafka kafka, String group, int expected) {
        Map<String, Object> settings = client(kafka);
        settings.put("group.id", group);
        settings.put("group.protocol", "consumer");
        settings.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < expected && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> consumed : consumer.poll(Duration.ofMillis(100))) {
                    values.add(consumed.value());
                }
            }
            consumer.commitSync();
        }
        return values;
    }

    private static Map<String, Object> client(EmbeddedKafka kafka) {
        Map<String, Object> settings = new java.util.HashMap<>();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }
}
