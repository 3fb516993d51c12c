package io.counterstep.chaos.nemesis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to all topics, says records again on demand, and forges some. All that it says carries the header {@link #MARK}, which
 * nobody in the system looks at. Thread-safe.
 */
public final class Injector implements AutoCloseable {

    /** The header of a record that was injected. */
    public static final String MARK = "x-chaos";

    private static final Logger LOG = LoggerFactory.getLogger(Injector.class);

    /** So many records wait to be said again, and are drawn from at random. */
    private static final int HELD_BACK = 60;

    /** So many of the orders that ended last are remembered. */
    private static final int ENDED = 200;

    private static final int MOST_OVERHEARD = 10_000;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final int PUBLISH_SECONDS = 60;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RandomGenerator random;
    private final List<ConsumerRecord<byte[], byte[]>> held = new ArrayList<>();
    private final ArrayDeque<String> ended = new ArrayDeque<>();
    private final List<ConsumerRecord<byte[], byte[]>> overheard = new ArrayList<>();
    private @Nullable String listeningTo;
    private final AtomicLong said = new AtomicLong();
    private final Thread listener;
    private volatile boolean running = true;
    private volatile boolean sayingAgain;

    /** @param bootstrapServers reached without the proxies, so that other faults do not silence it */
    public Injector(String bootstrapServers, long seed) {
        random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        60_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        List<TopicPartition> partitions = Topics.ALL.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        listener = Thread.ofPlatform().name("injector").daemon().start(this::listen);
    }

    private void listen() {
        while (running) {
            try {
                boolean quiet = true;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.headers().lastHeader(MARK) == null) {
                        quiet = false;
                        heard(record);
                    }
                }
                while (held.size() > (quiet || !sayingAgain ? 0 : HELD_BACK)) {
                    sayAgain(held.remove(random.nextInt(held.size())));
                }
            } catch (KafkaException brokersAway) {
                LOG.info("The injector does not reach the brokers, and goes on trying", brokersAway);
            }
        }
    }

    private void heard(ConsumerRecord<byte[], byte[]> record) {
        if (sayingAgain) {
            held.add(record);
        }
        overhear(record);
        Header type = record.headers().lastHeader("ce_type");
        if (type != null && record.key() != null) {
            String name = new String(type.value(), StandardCharsets.UTF_8);
            if (name.equals("ORDER_COMPLETED") || name.equals("ORDER_CANCELED")) {
                remember(new String(record.key(), StandardCharsets.UTF_8));
            }
        }
    }

    private synchronized void overhear(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(listeningTo) && overheard.size() < MOST_OVERHEARD) {
            overheard.add(record);
        }
    }

    private synchronized void remember(String orderId) {
        ended.addLast(orderId);
        if (ended.size() > ENDED) {
            ended.removeFirst();
        }
    }

    private void sayAgain(ConsumerRecord<byte[], byte[]> record) {
        var again = new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers());
        again.headers().add(MARK, "duplicate".getBytes(StandardCharsets.UTF_8));
        producer.send(again);
        said.incrementAndGet();
    }

    /** From now on each record is said a second time, in another order. */
    void sayAgain() {
        said.set(0);
        sayingAgain = true;
    }

    /** No more; what is held back is still said. */
    long enough() {
        sayingAgain = false;
        return said.get();
    }

    /** The records that come to a topic from now on, until {@link #heardOf} takes them. */
    synchronized void listenTo(String topic) {
        overheard.clear();
        listeningTo = topic;
    }

    /** What came to that topic meanwhile, at most {@value #MOST_OVERHEARD} records. */
    synchronized List<ConsumerRecord<byte[], byte[]>> heardOf() {
        listeningTo = null;
        return List.copyOf(overheard);
    }

    /** Says records that were overheard, as they were but for the mark; returns when they are on their topics. */
    void sayLate(List<ConsumerRecord<byte[], byte[]>> records)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<Future<?>> sent = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            var late = new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers());
            late.headers().add(MARK, "late".getBytes(StandardCharsets.UTF_8));
            sent.add(producer.send(late));
        }
        await(sent);
    }

    private void await(List<Future<?>> sent) throws ExecutionException, InterruptedException, TimeoutException {
        producer.flush();
        for (Future<?> each : sent) {
            each.get(PUBLISH_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Returns when so many forged records are on the topics. */
    int forge(int count, RandomGenerator drawn) throws ExecutionException, InterruptedException, TimeoutException {
        List<String> over;
        synchronized (this) {
            over = List.copyOf(ended);
        }
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ProducerRecord<byte[], byte[]> forged = Forgery.draw(over, drawn);
            forged.headers().add(MARK, "forged".getBytes(StandardCharsets.UTF_8));
            sent.add(producer.send(forged));
        }
        await(sent);
        return sent.size();
    }

    @Override
    public void close() {
        running = false;
        try {
            listener.join(STOP_WITHIN);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        if (!listener.isAlive()) {
            consumer.close();
        }
        producer.close(Duration.ofSeconds(5));
    }
}
