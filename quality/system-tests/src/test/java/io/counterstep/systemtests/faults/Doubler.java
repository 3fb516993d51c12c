package io.counterstep.systemtests.faults;

import io.counterstep.systemtests.support.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Says every command and every event a second time, key, body and headers alike, later and in another order. A record
 * that it said itself carries a mark and is not said a third time.
 */
final class Doubler implements AutoCloseable {

    private static final String MARK = "x-doubled";

    /** So many records wait to be said again, and are drawn from at random. */
    private static final int HELD_BACK = 50;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Random random;
    private final List<ConsumerRecord<byte[], byte[]>> held = new ArrayList<>();
    private final AtomicInteger originals = new AtomicInteger();
    private final AtomicInteger doubles = new AtomicInteger();
    private final Thread thread;
    private volatile boolean running = true;

    Doubler(String bootstrapServers, long seed) {
        random = new Random(seed);
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        List<TopicPartition> partitions = TopicReader.TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = Thread.ofPlatform().name("doubler").start(this::run);
    }

    private void run() {
        while (running) {
            boolean quiet = true;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.headers().lastHeader(MARK) == null) {
                    quiet = false;
                    originals.incrementAndGet();
                    held.add(record);
                }
            }
            while (held.size() > (quiet ? 0 : HELD_BACK)) {
                sayAgain(held.remove(random.nextInt(held.size())));
            }
        }
    }

    private void sayAgain(ConsumerRecord<byte[], byte[]> record) {
        var again = new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers());
        again.headers().add(MARK, new byte[] {1});
        producer.send(again);
        doubles.incrementAndGet();
    }

    /** How many records others have said so far. */
    int originals() {
        return originals.get();
    }

    /** How many of them were said again. */
    int doubles() {
        return doubles.get();
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        if (!thread.join(STOP_WITHIN)) {
            throw new IllegalStateException("the doubler does not stop");
        }
        consumer.close();
        producer.close();
    }
}
