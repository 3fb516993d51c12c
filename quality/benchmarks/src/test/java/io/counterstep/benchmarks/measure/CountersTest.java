package io.counterstep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.EmbeddedKafka;
import io.counterstep.fulfilment.local.LocalOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void statementsTransactionsAndRowsOfEveryDatabaseAreCounted() throws Exception {
        LocalOptions options = LocalOptions.temporaryIn(folder);
        Path logs = Files.createDirectories(folder.resolve("logs"));
        EmbeddedDatabase.Places places = new EmbeddedDatabase.Places(
                folder.resolve("postgresql"), options.programs(), logs.resolve("postgresql.log"));
        int port = options.ports().postgres();
        PostgresCounters.enable(places, port);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(places, port, List.of("shop"))) {
            PostgresCounters counters = new PostgresCounters(database.jdbcUrl("postgres"));
            assertThat(counters.version()).startsWith("18");
            assertThat(EmbeddedDatabase.process(places.data())).get().matches(ProcessHandle::isAlive);
            Map<String, Double> before = counters.read();
            try (Connection connection = DriverManager.getConnection(
                            database.jdbcUrl("shop"), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table t (n int)");
                statement.execute("insert into t select generate_series(1, 10)");
                statement.execute("update t set n = 0 where n > 7");
                statement.execute("delete from t where n = 0");
            }

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                Map<String, Double> after = counters.read();
                assertThat(grown(before, after, "inserts.shop")).isGreaterThanOrEqualTo(10);
                assertThat(grown(before, after, "updates.shop")).isGreaterThanOrEqualTo(6);
                assertThat(grown(before, after, PostgresCounters.STATEMENTS)).isGreaterThanOrEqualTo(3);
                assertThat(grown(before, after, PostgresCounters.TRANSACTIONS)).isGreaterThanOrEqualTo(4);
                assertThat(grown(before, after, PostgresCounters.ROWS)).isGreaterThanOrEqualTo(16);
                assertThat(grown(before, after, PostgresCounters.WAL_BYTES)).isPositive();
            });
        }
    }

    @Test
    void recordsAndTheirBytesAreCounted() throws Exception {
        LocalOptions options = LocalOptions.temporaryIn(folder);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(
                        folder.resolve("kafka"),
                        options.ports().kafka(),
                        options.ports().controller());
                KafkaCounters counters = new KafkaCounters(kafka.bootstrapServers());
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("news", 2, (short) 1)))
                    .all()
                    .get();
            Map<String, Double> before = counters.read();
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                for (int i = 0; i < 7; i++) {
                    producer.send(new ProducerRecord<>("news", new byte[100])).get();
                }
            }

            Map<String, Double> after = counters.read();
            assertThat(grown(before, after, KafkaCounters.RECORDS)).isEqualTo(7);
            assertThat(grown(before, after, KafkaCounters.BYTES)).isBetween(700.0, 2_100.0);
        }
    }

    private static double grown(Map<String, Double> before, Map<String, Double> after, String name) {
        return after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
    }
}
