package io.counterstep.messaging;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

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
        List<Sent> sent = new ArrayList<>(messages.size() + deadLetters.size());
        for (OutgoingMessage message : messages) {
            Sent sending = send(records.write(message, now));
            if (sending.acknowledged().isDone()) {
                // it failed before it was queued, as the others would, each after max.block.ms
                await(sending);
            }
            sent.add(sending);
        }
        List<Sent> put = new ArrayList<>(deadLetters.size());
        deadLetters.forEach(it -> put.add(send(it.write(now))));
        producer.flush();
        sent.forEach(Publisher::await);
        for (int i = 0; i < put.size(); i++) {
            awaitOrShorten(put.get(i), deadLetters.get(i), now);
        }
    }

    /**
     * What became of records that were to be published as they are, by their places in the list. Those that were sent and are
     * named nowhere are on the broker.
     *
     * @param sent so many were sent, the first ones; the others were not tried
     * @param refused why the broker will never take these
     * @param failed why these could not be published now; some of them may be there
     */
    public record Republished(int sent, Map<Integer, String> refused, Map<Integer, String> failed) {}

    /**
     * Publishes these as they are, in their order, and returns when it is known of each what became of it. After one that fails
     * before it is queued, as while no broker is known or its topic is not there, none is tried: each would take as long to fail.
     */
    public Republished republish(List<ProducerRecord<byte[], byte[]>> published) {
        Map<Integer, String> refused = new TreeMap<>();
        Map<Integer, String> failed = new TreeMap<>();
        List<Sent> sent = new ArrayList<>(published.size());
        for (ProducerRecord<byte[], byte[]> it : published) {
            Sent sending = send(it);
            sent.add(sending);
            if (sending.acknowledged().isDone()) {
                note(sending, sent.size() - 1, refused, failed);
                if (!failed.isEmpty()) {
                    break;
                }
            }
        }
        producer.flush();
        for (int i = 0; i < sent.size(); i++) {
            note(sent.get(i), i, refused, failed);
        }
        return new Republished(sent.size(), refused, failed);
    }

    private static void note(Sent sent, int place, Map<Integer, String> refused, Map<Integer, String> failed) {
        try {
            await(sent);
        } catch (PublishFailedException e) {
            (isForGood(e.getCause()) ? refused : failed).put(place, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What Kafka does not call retriable is about the record or its topic, unless it is about who we are, or about the order in
     * which this producer sent: Kafka's client begins a new one by itself.
     */
    private static boolean isForGood(@Nullable Throwable cause) {
        return cause instanceof ApiException
                && !(cause instanceof RetriableException)
                && !(cause instanceof AuthenticationException)
                && !(cause instanceof OutOfOrderSequenceException);
    }

    private record Sent(String topic, Future<RecordMetadata> acknowledged) {}

    private Sent send(ProducerRecord<byte[], byte[]> record) {
        return new Sent(record.topic(), producer.send(record));
    }

    /** What cannot be put aside as it is must not stop its partition: its reasons alone may make it too large. */
    private void awaitOrShorten(Sent put, DeadLetter letter, Instant now) {
        try {
            await(put);
        } catch (PublishFailedException failed) {
            if (!(failed.getCause() instanceof RecordTooLargeException)) {
                throw failed;
            }
            Sent shortened = send(letter.writeShortened(now));
            producer.flush();
            await(shortened);
        }
    }

    private static void await(Sent sent) {
        try {
            sent.acknowledged().get();
        } catch (ExecutionException e) {
            throw new PublishFailedException("cannot publish to " + sent.topic() + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishFailedException("interrupted while publishing to " + sent.topic(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
