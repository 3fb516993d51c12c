package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Conservation;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.RawProducer;
import io.counterstep.systemtests.support.Shop;
import io.counterstep.systemtests.support.Told;
import io.counterstep.systemtests.support.TopicReader;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dead letters as an operator finds, edits, replays, holds and discards them. */
@OnSharedSystem
class DeadLetterApiTest {

    private static final String PATH = "/api/dead-letters";
    private static final String BECAUSE = """
            {"by":"dana","why":"the amount was a text"}""";

    /** More than one second's at the local rate of 50. */
    private static final int MANY = 75;

    private final LocalSystem system;
    private final Shop shop;
    private final TopicReader topics;

    DeadLetterApiTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
        this.topics = new TopicReader(system);
    }

    @Test
    void aPoisonCommandIsFoundWithAllThatIsKnownAndOnceMendedIsObeyedAtMostOnce() {
        String id = shop.order("alice", "KR", line("MOUSE", 1));
        shop.awaitFinal(id);
        RecordMetadata place = sendPaymentRequest(id, "\"a lot\"");

        JsonNode found = awaitLetters("key=" + id, 1).getFirst();
        assertThat(found.get("source").asString())
                .isEqualTo("payment-commands/" + place.partition() + "/" + place.offset());
        assertThat(found.get("saga").asString()).isEqualTo("fulfil-order:" + id);
        assertThat(found.get("state").asString()).isEqualTo("PARKED");
        assertThat(found.get("reason").asString()).contains("PAYMENT_REQUESTED");
        String path = PATH + "/" + found.get("id").asLong();
        JsonNode letter = shop.get(Service.ORCHESTRATOR, path).body();
        assertThat(letter.get("stack").asString()).contains("at io.counterstep");
        assertThat(letter.get("body").asString()).contains("\"a lot\"");
        assertThat(letter.get("headers").get("ce_id").asString()).isEqualTo("fulfil-order:" + id + "/payment/invoke");

        String mended = paymentRequest(id, "{\"currency\":\"KRW\",\"minorUnits\":45000}");
        assertThat(post(path + "/edit", deed(mended)).status()).isEqualTo(200);
        Shop.Answer replayed = post(path + "/replay", BECAUSE);
        assertThat(replayed.status()).isEqualTo(200);
        assertThat(replayed.body().get("history"))
                .extracting(it -> it.get("kind").asString() + " " + it.get("by").asString())
                .containsExactly("EDITED dana", "REPLAYED dana");

        await("the payment service answers as it did before")
                .atMost(Shop.PATIENCE)
                .until(() -> topics.about(id).stream()
                                .filter(it -> it.status().equals("PAYMENT_SUCCESS"))
                                .count()
                        == 2);
        assertThat(shop.get(Service.ORCHESTRATOR, path).body().get("state").asString())
                .isEqualTo("REPLAYED");
        assertThat(post(path + "/replay", BECAUSE).status()).as("twice").isEqualTo(409);
        new Conservation(system).assertHolds();
    }

    @Test
    void manyAreReplayedAtAPaceWhereTheyStoodAndThoseThatFailAgainAreParkedAnew() {
        String nobody = UUID.randomUUID().toString();
        try (RawProducer producer = new RawProducer(system)) {
            for (int i = 0; i < MANY; i++) {
                producer.send("payment-events", reply(nobody));
            }
        }
        List<JsonNode> parked = awaitLetters("key=" + nobody, MANY);
        assertThat(parked).allSatisfy(it -> {
            assertThat(it.get("reason").asString()).isEqualTo("there is no saga fulfil-order:" + nobody);
            assertThat(it.get("saga").asString()).isEqualTo("fulfil-order:" + nobody);
        });

        long before = System.nanoTime();
        Shop.Answer answer = post(PATH + "/replay?key=" + nobody, BECAUSE);
        assertThat(answer.body().get("letters").asInt()).isEqualTo(MANY);
        List<Told> replayed = await("all are on their topic again")
                .atMost(Shop.PATIENCE)
                .until(
                        () -> topics.about(nobody).stream()
                                .filter(it -> it.headers().containsKey("replay-of"))
                                .toList(),
                        it -> it.size() >= MANY);
        assertThat(System.nanoTime() - before)
                .as("a second or more for %d at 50 a second", MANY)
                .isGreaterThan(1_000_000_000L);
        assertThat(replayed).hasSize(MANY).extracting(Told::topic).containsOnly("payment-events");

        // there is still no such saga
        awaitLetters("state=PARKED&key=" + nobody, MANY);
        assertThat(post(PATH + "/discard?saga=fulfil-order:" + nobody, BECAUSE)
                        .body()
                        .get("letters")
                        .asInt())
                .isEqualTo(MANY);
        assertThat(letters("state=DISCARDED&key=" + nobody)).hasSize(MANY);
        assertThat(letters("state=REPLAYED&key=" + nobody)).hasSize(MANY);
    }

    @Test
    void whatIsHeldAfterAllStaysParkedAndAListGoesOnByItsCursor() {
        String nobody = UUID.randomUUID().toString();
        try (RawProducer producer = new RawProducer(system)) {
            producer.send("inventory-events", reply(nobody));
            producer.send("shipping-events", reply(nobody));
        }
        awaitLetters("key=" + nobody, 2);

        JsonNode first =
                shop.get(Service.ORCHESTRATOR, PATH + "?limit=1&key=" + nobody).body();
        JsonNode second = shop.get(
                        Service.ORCHESTRATOR,
                        PATH + "?limit=1&key=" + nobody + "&cursor="
                                + first.get("nextCursor").asString())
                .body();
        assertThat(second.get("nextCursor").isNull()).isTrue();
        assertThat(first.get("deadLetters").get(0).get("id").asLong())
                .isGreaterThan(second.get("deadLetters").get(0).get("id").asLong());
        assertThat(letters("topic=shipping-events&key=" + nobody)).hasSize(1);
        String path = PATH + "/" + first.get("deadLetters").get(0).get("id").asLong();
        assertThat(post(path + "/hold", BECAUSE).status())
                .as("not being replayed")
                .isEqualTo(409);
        assertThat(post(path + "/discard", BECAUSE).body().get("state").asString())
                .isEqualTo("DISCARDED");
        assertThat(post(path + "/edit", deed("{}")).status()).as("discarded").isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/1/replay | {} | 400",
                "/1/replay | {\"by\":\"dana\"} | 400",
                "/1/edit | {\"by\":\"dana\",\"why\":\"x\"} | 400",
                "/one/replay | {\"by\":\"dana\",\"why\":\"x\"} | 400",
                "/999999999/discard | {\"by\":\"dana\",\"why\":\"x\"} | 404",
                "/replay | {\"by\":\"dana\",\"why\":\"all of them\"} | 400",
                "/discard?saga=nothing | {\"by\":\"dana\",\"why\":\"x\"} | 400"
            })
    void whatIsAskedForWronglyIsRefused(String path, String body, int status) {
        assertThat(post(PATH + path, body).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"?state=GONE", "?limit=0", "?limit=501", "?cursor=x", "?saga=x", "/0", "/x"})
    void whatIsLookedForWronglyIsRefused(String query) {
        assertThat(shop.get(Service.ORCHESTRATOR, PATH + query).status()).isEqualTo(400);
    }

    private RecordMetadata sendPaymentRequest(String id, String amount) {
        ProducerRecord<byte[], byte[]> command = new ProducerRecord<>(
                "payment-commands",
                null,
                id.getBytes(UTF_8),
                paymentRequest(id, amount).getBytes(UTF_8));
        command.headers().add("ce_id", ("fulfil-order:" + id + "/payment/invoke").getBytes(UTF_8));
        try (RawProducer producer = new RawProducer(system)) {
            return producer.send(command);
        }
    }

    private static String paymentRequest(String id, String amount) {
        return """
                {"orderId":"%s","status":"PAYMENT_REQUESTED","customerId":"alice","amount":%s}""".formatted(id, amount);
    }

    private static String reply(String id) {
        return """
                {"orderId":"%s","status":"PAYMENT_SUCCESS"}""".formatted(id);
    }

    private static String deed(String body) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("by", "dana")
                .put("why", "mended")
                .put("body", body)
                .toString();
    }

    private List<JsonNode> awaitLetters(String query, int count) {
        return await(count + " dead letters with " + query)
                .atMost(Shop.PATIENCE)
                .until(() -> letters(query), it -> it.size() == count);
    }

    private List<JsonNode> letters(String query) {
        return shop.get(Service.ORCHESTRATOR, PATH + "?limit=500&" + query)
                .body()
                .get("deadLetters")
                .valueStream()
                .toList();
    }

    private Shop.Answer post(String path, String json) {
        return shop.post(Service.ORCHESTRATOR, path, json);
    }
}
