package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static io.counterstep.systemtests.support.Shop.sagaPath;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import io.counterstep.systemtests.support.Told;
import io.counterstep.systemtests.support.TopicReader;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Why a saga is where it is, and what it heard and said, against what stands on Kafka. */
@OnSharedSystem
class WhyTest {

    private static final String BECAUSE = """
            {"by":"dana","why":"the carrier migrates"}""";

    /** So many orders reach every partition of a topic, unless something is wrong. */
    private static final int MANY = 100;

    private static final String COMMANDS = "shipping-commands";

    private final LocalSystem system;
    private final Shop shop;
    private final TopicReader topics;

    WhyTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
        this.topics = new TopicReader(system);
    }

    @Test
    void whatAPausedParticipantHoldsUpIsSaidUntilItIsResumed() {
        String id;
        assertThat(shop.post(Service.ORCHESTRATOR, "/api/participants/shipping/pause", BECAUSE)
                        .status())
                .isEqualTo(200);
        try {
            id = shop.order("alice", "KR", line("MOUSE", 1));
            shop.awaitStep(id, "shipping");

            JsonNode wait = wait(id);

            assertThat(wait.get("reason").asString()).isEqualTo("HELD_BY_GATE");
            assertThat(wait.get("sentence").asString())
                    .contains("SHIPPING_REQUESTED is held: participant 'shipping' was paused", "by dana: the carrier");
            assertThat(wait.get("gate").get("state").asString()).isEqualTo("PAUSED");
            assertThat(wait.get("gate").get("by").asString()).isEqualTo("dana");
            assertThat(wait.get("command").get("saidAt").isNull()).isTrue();
        } finally {
            assertThat(shop.post(Service.ORCHESTRATOR, "/api/participants/shipping/resume", BECAUSE)
                            .status())
                    .isEqualTo(200);
        }
        shop.awaitFinal(id);
        JsonNode why = why(id);
        assertThat(why.get("state").asString()).isEqualTo("COMPLETED");
        assertThat(why.get("sentence").asString()).startsWith("Completed ");
        assertThat(why.get("waits").isEmpty()).isTrue();
        await("everything flows again, for the other tests too")
                .atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(
                                shop.get(Service.ORCHESTRATOR, "/api/gates").body())
                        .allSatisfy(it -> assertThat(it.get("state").asString()).isEqualTo("FLOWING")));
    }

    @Test
    void whereACommandStandsAndHowFarItsReadersAreIsTrue() {
        everyPartitionIsRead();
        String id;
        system.stop(Service.SHIPPING);
        try {
            id = shop.order("alice", "KR", line("MOUSE", 1));
            shop.awaitStep(id, "shipping");
            Told told = await("the command is on Kafka")
                    .atMost(Shop.PATIENCE)
                    .until(() -> commandOf(id), it -> !it.isEmpty())
                    .getFirst();

            JsonNode wait = wait(id);

            assertThat(wait.get("reason").asString()).as("%s", wait).isEqualTo("NOT_READ");
            JsonNode command = wait.get("command");
            assertThat(command.get("id").asString()).isEqualTo(told.header("ce_id"));
            assertThat(command.get("topic").asString() + "/"
                            + command.get("partition").asInt() + "/"
                            + command.get("offset").asLong())
                    .isEqualTo(told.position());
            assertThat(command.get("found").isNull()).isTrue();
            assertThat(wait.get("consumers").valueStream().toList())
                    .isNotEmpty()
                    .allSatisfy(it -> {
                        assertThat(it.get("group").asString()).contains("shipping");
                        assertThat(it.get("hasRead").asBoolean()).isFalse();
                        assertThat(it.get("committed").asLong()).isLessThanOrEqualTo(told.offset());
                        assertThat(it.get("lag").asLong())
                                .isEqualTo(from(told, it.get("committed").asLong()));
                    });
        } finally {
            system.start(Service.SHIPPING);
        }
        shop.awaitFinal(id);
    }

    /** How many records its partition has from that offset on; only this test says anything to shipping now. */
    private long from(Told told, long offset) {
        return topics.read(List.of(COMMANDS)).stream()
                .filter(it -> it.partition() == told.partition() && it.offset() >= offset)
                .count();
    }

    /** A group has an offset only where it has read something. */
    private void everyPartitionIsRead() {
        int placed = 0;
        while (topics.read(List.of(COMMANDS)).stream()
                        .map(Told::partition)
                        .distinct()
                        .count()
                < 4) {
            assertThat(placed++).isLessThan(MANY);
            shop.awaitFinal(shop.order("alice", "KR", line("MOUSE", 1)));
        }
    }

    private List<Told> commandOf(String id) {
        return topics.read(List.of(COMMANDS)).stream()
                .filter(it -> it.orderId().equals(id))
                .toList();
    }

    @Test
    void whatASagaSaidIsToldAgainAsItStandsOnKafka() {
        String id = shop.order("alice", "AQ", line("KEYBOARD", 1));
        shop.awaitFinal(id);

        JsonNode messages = shop.get(Service.ORCHESTRATOR, sagaPath(id) + "/messages")
                .body()
                .get("messages");

        assertThat(messages.valueStream().toList())
                .extracting(it ->
                        it.get("direction").asString() + " " + it.get("type").asString())
                .containsExactly(
                        "IN ORDER_CREATED",
                        "OUT PAYMENT_REQUESTED",
                        "IN PAYMENT_SUCCESS",
                        "OUT INVENTORY_REQUESTED",
                        "IN INVENTORY_SUCCESS",
                        "OUT SHIPPING_REQUESTED",
                        "IN SHIPPING_FAILED",
                        "OUT INVENTORY_ROLLBACK",
                        "IN INVENTORY_ROLLED_BACK",
                        "OUT PAYMENT_CANCEL",
                        "IN PAYMENT_CANCELED",
                        "OUT ORDER_CANCEL",
                        "IN ORDER_CANCELED");
        List<Told> standing = topics.about(id);
        messages.forEach(it -> assertThat(standing)
                .filteredOn(told -> told.status().equals(it.get("type").asString()))
                .isNotEmpty()
                .allSatisfy(told -> {
                    assertThat(told.body()).isEqualTo(it.get("body"));
                    assertThat(told.topic()).isEqualTo(it.get("topic").asString());
                    assertThat(it.get("id").isNull()
                                    || told.header("ce_id").equals(it.get("id").asString()))
                            .isTrue();
                }));
    }

    @Test
    void aSagaThatIsNotThereIsSaidNotToBe() {
        String unknown = UUID.randomUUID().toString();
        for (String what : List.of("/why", "/messages")) {
            Shop.Answer answer = shop.get(Service.ORCHESTRATOR, sagaPath(unknown) + what);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().get("detail").asString()).contains(unknown);
            assertThat(shop.get(Service.ORCHESTRATOR, "/api/sagas/no-id" + what).status())
                    .isEqualTo(400);
        }
    }

    private JsonNode why(String id) {
        Shop.Answer answer = shop.get(Service.ORCHESTRATOR, sagaPath(id) + "/why");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.body();
    }

    private JsonNode wait(String id) {
        JsonNode waits = why(id).get("waits");
        assertThat(waits).hasSize(1);
        return waits.get(0);
    }
}
