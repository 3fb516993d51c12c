package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.systemtests.support.Conservation;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.RawProducer;
import io.counterstep.systemtests.support.Shop;
import io.counterstep.systemtests.support.Told;
import io.counterstep.systemtests.support.TopicReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Guarantees G7 and G8: whatever stands in a topic, it is put aside with the reason, and the partition goes on. */
@OnSharedSystem
class GarbageTest {

    private static final int PARTITIONS = 4;

    /** Enough that their keys fall on each partition, as good as surely. */
    private static final int ORDERS = 24;

    /** What one record in the local broker may have at most, 1 MiB and the overhead of a batch. */
    private static final int MAX_RECORD = 1 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LocalSystem system;
    private final Shop shop;
    private final TopicReader topics;

    GarbageTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
        this.topics = new TopicReader(system);
    }

    /** Each kind of garbage, and a word of the reason that it is put aside for. */
    private static Map<byte[], String> garbage() {
        String nobody = UUID.randomUUID().toString();
        Map<byte[], String> garbage = new LinkedHashMap<>();
        garbage.put("no JSON at all".getBytes(UTF_8), "no JSON object");
        garbage.put(new byte[] {0, (byte) 0xff, (byte) 0xfe, 7}, "no JSON object");
        garbage.put(new byte[0], "no value");
        garbage.put("[1,2,3]".getBytes(UTF_8), "no JSON object");
        byte[] korean = bare(nobody, "주문").getBytes(UTF_8);
        garbage.put(Arrays.copyOf(korean, korean.length - 3), "no JSON object");
        garbage.put(
                ("{\"orderId\":\"" + nobody + "\",\"status\":\"PAYMENT_SUCCESS\",\"x\":" + "[".repeat(100_000))
                        .getBytes(UTF_8),
                "no JSON object");
        garbage.put(bare(nobody, "PAYMENT_WHATEVER").getBytes(UTF_8), "PAYMENT_WHATEVER");
        garbage.put("{\"status\":\"PAYMENT_SUCCESS\"}".getBytes(UTF_8), "no business key");
        garbage.put("{\"orderId\":\"%s\"}".formatted(nobody).getBytes(UTF_8), "no type");
        garbage.put(bare("x".repeat(201), "PAYMENT_SUCCESS").getBytes(UTF_8), "business key");
        return garbage;
    }

    private static String bare(String orderId, String status) {
        return """
                {"orderId":"%s","status":"%s"}""".formatted(orderId, status);
    }

    @Test
    void garbageAmongGoodRecordsIsPutAsideWithItsReasonAndTheOthersGoOn() {
        Map<String, String> reasons = new HashMap<>();
        try (RawProducer producer = new RawProducer(system)) {
            garbage()
                    .forEach((value, reason) -> everywhere(
                            TopicReader.TOPICS,
                            (topic, partition) ->
                                    reasons.put(position(producer.send(topic, partition, value)), reason)));
            String nobody = UUID.randomUUID().toString();
            everywhere(
                    TopicReader.EVENT_TOPICS,
                    (topic, partition) -> reasons.put(
                            position(producer.send(
                                    topic,
                                    partition,
                                    bare(nobody, "PAYMENT_SUCCESS").getBytes(UTF_8))),
                            "there is no saga fulfil-order:" + nobody));
            // A command without an id cannot be known again, so it is not obeyed.
            everywhere(
                    List.of("payment-commands"),
                    (topic, partition) -> reasons.put(
                            position(producer.send(
                                    topic,
                                    partition,
                                    bare(nobody, "PAYMENT_CANCEL").getBytes(UTF_8))),
                            "ce_id"));
        }
        ordersOnEveryPartitionComplete();
        assertAreDeadLetters(reasons);
        new Conservation(system).assertHolds();
    }

    @Test
    void aRecordAsLargeAsTheBrokerTakesIsPutAsideAndThePartitionGoesOn() {
        Map<String, String> reasons = new HashMap<>();
        byte[] asLargeAsFits = "x".repeat(MAX_RECORD - 100).getBytes(UTF_8);
        byte[] largerOnceUnpacked = " ".repeat(4 * MAX_RECORD).getBytes(UTF_8);
        try (RawProducer large =
                        new RawProducer(system, Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * MAX_RECORD));
                RawProducer packed = new RawProducer(
                        system,
                        Map.of(
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                8 * MAX_RECORD,
                                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                                "gzip"))) {
            for (String topic : List.of("payment-events", "order-events", "inventory-commands")) {
                reasons.put(position(large.send(topic, 0, asLargeAsFits)), "bytes, the most allowed");
                reasons.put(position(packed.send(topic, 1, largerOnceUnpacked)), "bytes, the most allowed");
            }
        }
        ordersOnEveryPartitionComplete();
        assertAreDeadLetters(reasons);
    }

    @Test
    void aCommandThatCannotBeReadFailsItsSagaOnlyIfTheSagaWaitsForIt() {
        String id = shop.order("alice", "KR", line("MOUSE", 1));
        shop.awaitFinal(id);
        ProducerRecord<byte[], byte[]> forged = new ProducerRecord<>(
                "payment-commands",
                null,
                id.getBytes(UTF_8),
                "{\"orderId\":\"%s\",\"status\":\"PAYMENT_REQUESTED\",\"amount\":\"a lot\"}"
                        .formatted(id)
                        .getBytes(UTF_8));
        header(forged.headers(), "ce_id", "fulfil-order:" + id + "/payment/invoke");
        Map<String, String> reasons = new HashMap<>();
        try (RawProducer producer = new RawProducer(system)) {
            reasons.put(position(producer.send(forged)), "PAYMENT_REQUESTED");
        }
        assertAreDeadLetters(reasons);

        Told told = await("the saga is told")
                .atMost(PATIENCE)
                .until(
                        () -> topics.about(id).stream()
                                .filter(it -> it.status().equals("TECHNICAL_FAILURE"))
                                .findFirst()
                                .orElse(null),
                        it -> it != null);
        assertThat(told.header("ce_inreplyto")).isEqualTo("fulfil-order:" + id + "/payment/invoke");
        shop.awaitFinal(shop.order("alice", "KR", line("MOUSE", 1)));
        assertThat(shop.saga(id).get("state").asString()).isEqualTo("COMPLETED");
        assertThat(shop.payment(id).get("status").asString()).isEqualTo("CHARGED");
    }

    @Test
    void staleAndForeignRepliesOfASagaThatIsOverChangeNothing() {
        String id = shop.order("alice", "KR", line("KEYBOARD", 1));
        shop.awaitFinal(id);
        List<JsonNode> history = shop.history(id);
        long balance = shop.balance("alice");
        try (RawProducer producer = new RawProducer(system)) {
            for (String type : List.of(
                    "PAYMENT_SUCCESS",
                    "PAYMENT_FAILED",
                    "PAYMENT_CANCELED",
                    "INVENTORY_FAILED",
                    "SHIPPING_FAILED",
                    "SHIPPING_CANCELED",
                    "ORDER_CANCELED",
                    "ORDER_COMPLETED",
                    "ORDER_CANCEL_REQUESTED")) {
                everywhere(
                        TopicReader.EVENT_TOPICS,
                        (topic, partition) ->
                                producer.send(topic, partition, bare(id, type).getBytes(UTF_8)));
            }
        }
        ordersOnEveryPartitionComplete();
        assertThat(shop.history(id)).isEqualTo(history);
        assertThat(shop.order(id).get("status").asString()).isEqualTo("COMPLETED");
        assertThat(shop.balance("alice")).isEqualTo(balance - ORDERS * 45_000);
        assertThat(topics.deadLettersAbout(id)).isEmpty();
    }

    private interface Place {
        void at(String topic, int partition);
    }

    private static void everywhere(List<String> topics, Place place) {
        topics.forEach(topic -> {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                place.at(topic, partition);
            }
        });
    }

    private void ordersOnEveryPartitionComplete() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < ORDERS; i++) {
            ids.add(shop.order("alice", "KR", line("MOUSE", 1)));
        }
        ids.forEach(
                id -> assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("COMPLETED"));
        assertThat(topics.read(List.of("order-events")))
                .filteredOn(it -> ids.contains(it.orderId()))
                .extracting(Told::partition)
                .as("partitions of the orders placed after the garbage")
                .contains(0, 1, 2, 3);
    }

    /** @param reasons by where the garbage stood, a word of the reason */
    private void assertAreDeadLetters(Map<String, String> reasons) {
        List<Told> letters = await("all dead letters are there")
                .atMost(PATIENCE)
                .until(
                        () -> topics.read(TopicReader.DEAD_LETTER_TOPICS).stream()
                                .filter(it -> reasons.containsKey(it.header("dead-letter-source")))
                                .toList(),
                        found -> found.size() >= reasons.size());
        assertThat(letters)
                .extracting(it -> it.header("dead-letter-source"))
                .containsExactlyInAnyOrderElementsOf(reasons.keySet());
        assertThat(letters).allSatisfy(it -> {
            String source = it.header("dead-letter-source");
            assertThat(it.header("dead-letter-reason")).contains(reasons.getOrDefault(source, ""));
            assertThat(it.topic()).isEqualTo(source.substring(0, source.indexOf('/')) + "-dlt");
            assertThat(it.header("dead-letter-time")).isNotBlank();
        });
    }

    private static String position(RecordMetadata place) {
        return place.topic() + "/" + place.partition() + "/" + place.offset();
    }

    private static void header(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
