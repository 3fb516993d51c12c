package io.counterstep.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.systemtests.support.RawProducer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A payment service written by somebody who has read no more than a list of topics and types: it looks at the bodies
 * only, and answers with bare ones that have neither key nor headers. As in the seed's own snippet, it says
 * PAYMENT_FAILED on {@code order-events}; it does so when the customer is {@code bankrupt}. To {@code bob} it is talkative:
 * its answers to his orders are as long and as deep as an answer may be. So is its refusal to {@code carol}.
 */
final class ForeignPayment implements AutoCloseable {

    /** Of the topics as the local system makes them. */
    private static final int PARTITIONS = 4;

    /** Just what the engine still reads: 50 levels with the object around. */
    private static final int DEEP = 49;

    /** So that the body is just within the half MiB that the engine still reads. */
    private static final int LONG = 524_000;

    private static final Duration POLL = Duration.ofMillis(50);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final LocalSystem system;
    private final RawProducer producer;
    private final Map<String, String> payments = new ConcurrentHashMap<>();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ended;
    private volatile boolean closing;
    private int oddPartition;

    ForeignPayment(LocalSystem system) {
        this.system = system;
        this.producer = new RawProducer(system);
        this.ended = CompletableFuture.runAsync(
                this::work,
                task -> Thread.ofPlatform().name("foreign-payment").daemon().start(task));
    }

    /** CHARGED, REFUSED or REFUNDED; empty if it was never asked. */
    String paymentOf(String orderId) {
        return payments.getOrDefault(orderId, "");
    }

    /** How many commands of that type it has got for the order. */
    int commands(String orderId, String type) {
        return answered.getOrDefault(orderId + type, 0);
    }

    private void work() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, system.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(it -> new TopicPartition("payment-commands", it))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closing) {
                consumer.poll(POLL).forEach(this::answer);
            }
        }
    }

    private void answer(ConsumerRecord<byte[], byte[]> command) {
        JsonNode body = JSON.readTree(command.value());
        String orderId = body.get("orderId").asString();
        String type = body.get("status").asString();
        answered.merge(orderId + type, 1, Integer::sum);
        switch (type) {
            case "PAYMENT_REQUESTED" -> {
                switch (body.get("customerId").asString()) {
                    case "bankrupt" -> refuse(orderId, bare(orderId, "PAYMENT_FAILED"));
                    case "carol" -> refuse(orderId, talkativeRefusal(orderId));
                    case "bob" -> charge(orderId, talkativeSuccess(orderId));
                    default -> charge(orderId, bare(orderId, "PAYMENT_SUCCESS"));
                }
            }
            case "PAYMENT_CANCEL" -> {
                payments.put(orderId, "REFUNDED");
                sayOnOddPartition("payment-events", orderId, "PAYMENT_CANCELED");
            }
            default -> throw new IllegalStateException("the foreign payment service was told " + type);
        }
    }

    private void charge(String orderId, String answer) {
        payments.put(orderId, "CHARGED");
        producer.send("payment-events", answer);
    }

    private void refuse(String orderId, String answer) {
        payments.put(orderId, "REFUSED");
        producer.send("order-events", answer);
    }

    /** On each partition in turn, whichever it is that the orchestrator's own hash of the order would choose. */
    private void sayOnOddPartition(String topic, String orderId, String status) {
        oddPartition = (oddPartition + 1) % PARTITIONS;
        producer.send(new ProducerRecord<>(
                topic, oddPartition, null, bare(orderId, status).getBytes(UTF_8)));
    }

    private static String bare(String orderId, String status) {
        return """
                {"orderId":"%s","status":"%s"}""".formatted(orderId, status);
    }

    private static String talkativeRefusal(String orderId) {
        return """
                {"orderId":"%s","status":"PAYMENT_FAILED","reason":"no\\u0000!\\ud800%s"}""".formatted(orderId, "!".repeat(LONG));
    }

    private static String talkativeSuccess(String orderId) {
        return """
                {"orderId":"%s","status":"PAYMENT_SUCCESS","tree":%s%s,"receipt":"%s"}""".formatted(orderId, "[".repeat(DEEP), "]".repeat(DEEP), "0".repeat(LONG));
    }

    /** @throws java.util.concurrent.CompletionException if it failed meanwhile */
    @Override
    public void close() {
        closing = true;
        try {
            ended.join();
        } finally {
            producer.close();
        }
    }
}
