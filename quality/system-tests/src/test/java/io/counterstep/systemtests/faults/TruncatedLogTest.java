package io.counterstep.systemtests.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.EmbeddedKafka;
import io.counterstep.fulfilment.local.Ports;
import io.counterstep.messaging.BatchHandler;
import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.LoopContainers;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** A log that is shorter than what was read of it, as an unclean election leaves it, and then grows past it again. */
class TruncatedLogTest {

    private static final String TOPIC = "things";
    private static final String GROUP = "reader";
    private static final int BEFORE = 100;
    private static final int AFTER = 150;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Ports ports = Ports.free();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Test
    void recordsWrittenBelowTheCommittedOffsetAreRead() throws IOException {
        try (EmbeddedKafka kafka = start();
                Cluster cluster = new Cluster(kafka.bootstrapServers())) {
            cluster.create(TOPIC, 1);
            send(kafka, "before", BEFORE);
            readUntil(kafka, cluster, BEFORE, BEFORE);
        }
        deleteLog();
        seen.clear();
        try (EmbeddedKafka kafka = start();
                Cluster cluster = new Cluster(kafka.bootstrapServers())) {
            send(kafka, "after", AFTER);
            assertThat(cluster.committed(GROUP, TOPIC))
                    .as("the offset points into the midst of the new records")
                    .isEqualTo(BEFORE);
            readUntil(kafka, cluster, AFTER, AFTER);
        }
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, AFTER).mapToObj(i -> "after-" + i).toList());
    }

    private EmbeddedKafka start() {
        return EmbeddedKafka.start(folder.resolve("kafka"), ports.kafka(), ports.controller());
    }

    private void deleteLog() throws IOException {
        Path log = folder.resolve("kafka").resolve(TOPIC + "-0");
        try (Stream<Path> files = Files.walk(log)) {
            for (Path it : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(it);
            }
        }
    }

    private static void send(EmbeddedKafka kafka, String name, int number) {
        try (Producer<byte[], byte[]> producer = containers(kafka).producer("test")) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                String body = "{\"orderId\":\"" + name + "-" + i + "\",\"status\":\"TOLD\"}";
                sent.add(producer.send(new ProducerRecord<>(TOPIC, body.getBytes(UTF_8))));
            }
            producer.flush();
            assertThat(sent).allSatisfy(it -> assertThat(it.get().offset()).isNotNegative());
        }
    }

    private void readUntil(EmbeddedKafka kafka, Cluster cluster, int number, long offset) {
        LoopContainers containers = containers(kafka);
        Records records = new Records(new MessageFormat("orderId"), GROUP);
        try (Publisher publisher = new Publisher(containers.producer(GROUP), records, InstantSource.system())) {
            BatchLoop loop = new BatchLoop(
                    GROUP,
                    new Reader(),
                    records,
                    publisher,
                    new NoDatabase(),
                    LoopObserver.NONE,
                    InstantSource.system());
            ConcurrentMessageListenerContainer<byte[], byte[]> container =
                    containers.container(GROUP, List.of(TOPIC), loop);
            container.start();
            try {
                await().atMost(Ground.PATIENCE)
                        .until(() -> seen.size() == number && cluster.committed(GROUP, TOPIC) == offset);
            } finally {
                container.stop();
            }
        }
    }

    private static LoopContainers containers(EmbeddedKafka kafka) {
        return new LoopContainers(Map.of("bootstrap.servers", kafka.bootstrapServers()), 500, 1);
    }

    private final class Reader implements BatchHandler {
        @Override
        public Outcome handle(List<IncomingMessage> batch) {
            batch.forEach(it -> seen.add(it.key()));
            return new Outcome(List.of(), List.of());
        }

        @Override
        public List<OutgoingMessage> giveUp(IncomingMessage poison, String reason) {
            return List.of();
        }
    }

    private static final class NoDatabase extends AbstractPlatformTransactionManager {
        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
