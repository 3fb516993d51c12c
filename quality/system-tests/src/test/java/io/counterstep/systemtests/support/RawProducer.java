package io.counterstep.systemtests.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterstep.fulfilment.local.LocalSystem;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer as on the console: values without key and headers, unless they are given. Thread-safe. */
public final class RawProducer implements AutoCloseable {

    private static final int ACKNOWLEDGED_WITHIN_SECONDS = 20;

    private final Producer<byte[], byte[]> producer;

    public RawProducer(LocalSystem system) {
        this(system, Map.of());
    }

    /** @param settings of the producer, beside the servers */
    public RawProducer(LocalSystem system, Map<String, Object> settings) {
        Map<String, Object> all = new java.util.HashMap<>(settings);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, system.bootstrapServers());
        producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends it to the partition that the default partitioner likes; returns when the broker has it. */
    public RecordMetadata send(String topic, String value) {
        return send(new ProducerRecord<>(topic, value.getBytes(UTF_8)));
    }

    public RecordMetadata send(String topic, int partition, byte[] value) {
        return send(new ProducerRecord<>(topic, partition, null, value));
    }

    /** @throws IllegalStateException if the broker does not acknowledge it */
    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get(ACKNOWLEDGED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("cannot send to " + record.topic(), failed);
        } catch (InterruptedException failed) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending to " + record.topic(), failed);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
