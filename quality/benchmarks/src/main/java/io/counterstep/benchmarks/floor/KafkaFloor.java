package io.counterstep.benchmarks.floor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that go round between two topics: poll a batch, send each record on, flush, commit. Nothing is read from them
 * and nothing is stored; the settings are those of the engine's loop.
 */
final class KafkaFloor {

    /** As many records are under way as sagas at most. */
    static final int CIRCULATING = 8_192;

    private static final int PARTITIONS = 4;
    private static final int KEY_BYTES = 36;

    /** Of a record in its batch, beside its key, its headers and its value. */
    private static final int FRAME_BYTES = 10;

    private static final int FEWEST_BYTES = 50;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final String THERE = "there";
    private static final String BACK = "back";

    private final String bootstrapServers;
    private final Stopwatch stopwatch = new Stopwatch();

    KafkaFloor(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Records a second that were consumed, and produced again. */
    double recordsPerSecond(int recordBytes, Duration warmUp, Duration measured)
            throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "enable.metrics.push", false))) {
            admin.createTopics(List.of(
                            new NewTopic(THERE, PARTITIONS, (short) 1), new NewTopic(BACK, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        fill(Math.max(FEWEST_BYTES, recordBytes - KEY_BYTES - FRAME_BYTES));
        return Crew.perSecond(List.of(mover(THERE, BACK), mover(BACK, THERE)), stopwatch, warmUp, measured);
    }

    private void fill(int valueBytes) throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < CIRCULATING; i++) {
                byte[] key = new byte[KEY_BYTES];
                key[0] = (byte) i;
                key[1] = (byte) (i >> 8);
                sent.add(producer.send(new ProducerRecord<>(THERE, key, new byte[valueBytes])));
            }
        }
        requireSent(sent);
    }

    private Callable<Void> mover(String from, String to) {
        return () -> {
            try (KafkaProducer<byte[], byte[]> producer = producer();
                    KafkaConsumer<byte[], byte[]> consumer = consumer(from)) {
                while (stopwatch.runs()) {
                    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                    if (records.isEmpty()) {
                        continue;
                    }
                    List<Future<RecordMetadata>> sent = new ArrayList<>(records.count());
                    for (ConsumerRecord<byte[], byte[]> record : records) {
                        sent.add(producer.send(new ProducerRecord<>(to, record.key(), record.value())));
                    }
                    producer.flush();
                    requireSent(sent);
                    consumer.commitAsync();
                    stopwatch.add(records.count());
                }
            }
            return null;
        };
    }

    /** A record that is lost would be missing in all later rounds. */
    private static void requireSent(List<Future<RecordMetadata>> sent) throws InterruptedException, ExecutionException {
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "linger.ms",
                        20,
                        "batch.size",
                        131_072,
                        "enable.metrics.push",
                        false),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "floor-" + topic,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        2_000,
                        "enable.metrics.push",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList());
        return consumer;
    }
}
