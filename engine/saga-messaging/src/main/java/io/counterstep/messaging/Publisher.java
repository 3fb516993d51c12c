package io.counterstep.messaging;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Publishes in batches and waits until every record is acknowledged by all in-sync replicas. Thread-safe. */
public final class Publisher implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final Records records;
    private final InstantSource clock;

    /** @param producer with {@code acks=all}; closed with this publisher */
    public Publisher(Producer<byte[], byte[]> producer, Records records, InstantSource clock) {
        this.producer = producer;
        this.records = records;
        this.clock = clock;
    }

    public void publish(List<OutgoingMessage> messages) {
        publish(messages, List.of());
    }

    /**
     * Returns when all are on the broker; some may be there twice after an error.
     *
     * @throws PublishFailedException if one could not be published within the producer's delivery timeout
     */
    public void publish(List<OutgoingMessage> messages, List<DeadLetter> deadLetters) {
        if (messages.isEmpty() && deadLetters.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>(messages.size() + deadLetters.size());
        messages.forEach(it -> batch.add(records.write(it, now)));
        deadLetters.forEach(it -> batch.add(it.write(now)));
        List<Future<RecordMetadata>> sent = new ArrayList<>(batch.size());
        for (ProducerRecord<byte[], byte[]> it : batch) {
            Future<RecordMetadata> sending = producer.send(it);
            if (sending.isDone()) {
                // it failed before it was queued, as the others would, each after max.block.ms
                await(sending, it.topic());
            }
            sent.add(sending);
        }
        producer.flush();
        for (int i = 0; i < sent.size(); i++) {
            await(sent.get(i), batch.get(i).topic());
        }
    }

    private static void await(Future<RecordMetadata> sent, String topic) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new PublishFailedException("cannot publish to " + topic + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishFailedException("interrupted while publishing to " + topic, e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
