package io.counterstep.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes the containers that poll for a {@link BatchLoop}, and producers for its {@link Publisher}, with the settings that
 * the guarantees need. The given Kafka properties (bootstrap servers, security) are kept; these settings win.
 */
public final class LoopContainers {

    /** The most records in a batch, hence in a transaction. */
    public static final int DEFAULT_MAX_BATCH = 2_000;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    /** A commit costs the broker as much as a small batch; what it would have spared a restart is handled twice, to no harm. */
    private static final Duration COMMIT_EVERY = Duration.ofMillis(200);

    private static final Duration FETCH_WAIT = Duration.ofMillis(500);

    /**
     * After an empty fetch the consumer asks again only at the next poll (KAFKA-20780, open in 4.3.1), so a long poll would
     * leave records lying until the next heartbeat. A short one leaves a gap of at most its own length each FETCH_WAIT.
     */
    private static final Duration POLL_FOR = Duration.ofMillis(10);

    private static final int LINGER_MILLIS = 20;
    private static final int PRODUCER_BATCH_BYTES = 256 * 1024;

    private final Map<String, Object> kafka;
    private final int maxBatch;
    private final int concurrency;
    private final LostRecords lost;

    /**
     * @param kafka properties common to consumers and producers
     * @param concurrency threads for each loop; partitions are divided among them
     */
    public LoopContainers(Map<String, Object> kafka, int maxBatch, int concurrency) {
        this(kafka, maxBatch, concurrency, LoopObserver.NONE);
    }

    /** @param observer is told of records that were deleted before they were read */
    public LoopContainers(Map<String, Object> kafka, int maxBatch, int concurrency, LoopObserver observer) {
        this.kafka = Map.copyOf(kafka);
        this.maxBatch = maxBatch;
        this.concurrency = concurrency;
        this.lost = new LostRecords(observer);
    }

    /** What Kafka deleted before the loops of these containers read it. */
    public LostRecords lost() {
        return lost;
    }

    /** A container for that loop, not yet started; its stop waits for the batch in work. */
    public ConcurrentMessageListenerContainer<byte[], byte[]> container(
            String group, Collection<String> topics, BatchMessageListener<byte[], byte[]> loop) {
        return container(group, group, topics, loop, ContainerProperties.AckMode.TIME, null);
    }

    /** @param reading is told up to when the loop has read */
    public ConcurrentMessageListenerContainer<byte[], byte[]> container(
            String group, Collection<String> topics, BatchMessageListener<byte[], byte[]> loop, Reading reading) {
        return container(group, group, topics, loop, ContainerProperties.AckMode.TIME, reading);
    }

    /** The same for a listener that acknowledges each batch, or as much of it as it has taken. */
    public ConcurrentMessageListenerContainer<byte[], byte[]> acknowledging(
            String group, Collection<String> topics, BatchAcknowledgingMessageListener<byte[], byte[]> loop) {
        return container(group, group, topics, loop, ContainerProperties.AckMode.MANUAL, null);
    }

    /** The same for one topic whose records wait in Kafka for as long as the throttle grants them no room. */
    public ConcurrentMessageListenerContainer<byte[], byte[]> throttled(
            String group, String topic, BatchLoop loop, Throttle throttle) {
        ThrottledLoop throttled = new ThrottledLoop(loop, throttle);
        return container(
                group, group + "-" + topic, List.of(topic), throttled, ContainerProperties.AckMode.MANUAL, null);
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> container(
            String group,
            String name,
            Collection<String> topics,
            BatchMessageListener<byte[], byte[]> listener,
            ContainerProperties.AckMode ackMode,
            @Nullable Reading reading) {
        ContainerProperties properties = new ContainerProperties(topics.toArray(String[]::new));
        properties.setGroupId(group);
        properties.setClientId(name);
        properties.setMessageListener(listener);
        properties.setAckMode(ackMode);
        properties.setAckTime(COMMIT_EVERY.toMillis());
        properties.setSyncCommits(false);
        properties.setPollTimeout(POLL_FOR.toMillis());
        properties.setShutdownTimeout(STOP_WITHIN.toMillis());
        var container = new ConcurrentMessageListenerContainer<>(consumers(group, reading), properties);
        container.setConcurrency(concurrency);
        container.setBeanName(name);
        container.setCommonErrorHandler(pausing());
        return container;
    }

    private ConsumerFactory<byte[], byte[]> consumers(String group, @Nullable Reading reading) {
        return new DefaultKafkaConsumerFactory<>(consumer()) {
            @Override
            protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> properties) {
                return new WatchedConsumer(properties, group, lost, reading);
            }
        };
    }

    /** Keeps the batch and the place in the group, and tries again for as long as it takes. */
    private static DefaultErrorHandler pausing() {
        ExponentialBackOff backOff = new ExponentialBackOff(FIRST_PAUSE.toMillis(), 2);
        backOff.setMaxInterval(LONGEST_PAUSE.toMillis());
        return new DefaultErrorHandler(backOff);
    }

    private Map<String, Object> consumer() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // WatchedConsumer decides
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxBatch);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) FETCH_WAIT.toMillis());
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    /** A producer that waits for all in-sync replicas; the linger only groups, since every batch ends in a flush. */
    public Producer<byte[], byte[]> producer(String clientId) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, PRODUCER_BATCH_BYTES);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
