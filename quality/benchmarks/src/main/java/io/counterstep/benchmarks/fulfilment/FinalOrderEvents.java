package io.counterstep.benchmarks.fulfilment;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Tells the final events of {@code order-events} from now on, without a consumer group: asking the order service for
 * each order would load it more than the orders do.
 */
final class FinalOrderEvents implements AutoCloseable {

    /** Hears of orders that are final, in one thread. */
    interface Listener {
        void ended(String orderId, boolean completed);

        /** No more events are heard. */
        void failed(String why);
    }

    record Ending(String orderId, boolean completed) {}

    static final String TOPIC = "order-events";

    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(10);

    /** After an empty fetch the consumer asks again only at the next poll (KAFKA-20780), so a long one would add its length. */
    private static final Duration POLL = Duration.ofMillis(10);

    private static final JsonFactory JSON = new JsonFactory();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closing;

    private FinalOrderEvents(KafkaConsumer<byte[], byte[]> consumer, Listener listener) {
        this.consumer = consumer;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("final-order-events").unstarted(this::run);
    }

    /**
     * Events published after this returns are told, in one thread of its own.
     *
     * @throws IllegalStateException if no broker answers, or the topic does not exist
     */
    static FinalOrderEvents listen(String bootstrapServers, Listener listener) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(BROKER_TIMEOUT.toMillis()),
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000,
                        ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new IllegalStateException("Kafka at " + bootstrapServers + " has no topic " + TOPIC);
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position); // seeking is lazy; this fixes the end as it is now
        } catch (IllegalStateException missing) {
            consumer.close();
            throw missing;
        } catch (KafkaException unanswered) {
            consumer.close();
            throw new IllegalStateException(
                    "cannot read " + TOPIC + " from Kafka at " + bootstrapServers + ": " + unanswered.getMessage(),
                    unanswered);
        }
        FinalOrderEvents events = new FinalOrderEvents(consumer, listener);
        events.thread.start();
        return events;
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> received : records) {
                    Ending ending = ending(received.value());
                    if (ending != null) {
                        listener.ended(ending.orderId(), ending.completed());
                    }
                }
            }
        } catch (WakeupException wakeup) {
            if (!closing) {
                fail(wakeup);
            }
        } catch (RuntimeException broken) {
            fail(broken);
        }
    }

    private void fail(RuntimeException broken) {
        listener.failed("reading " + TOPIC + " failed: " + broken.getMessage());
    }

    /** Null if the message is another one, or none: what is on the topic is for its owners to judge. */
    static @Nullable Ending ending(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        String orderId = null;
        String status = null;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                String text = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : null;
                switch (name) {
                    case "orderId" -> orderId = text;
                    case "status" -> status = text;
                    default -> parser.skipChildren();
                }
            }
        } catch (JacksonException notJson) {
            return null;
        }
        if (orderId == null || status == null) {
            return null;
        }
        return switch (status) {
            case "ORDER_COMPLETED" -> new Ending(orderId, true);
            case "ORDER_CANCELED" -> new Ending(orderId, false);
            default -> null;
        };
    }
}
