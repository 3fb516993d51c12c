package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import io.counterstep.systemtests.support.TopicReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Participants and definitions as an operator pauses and resumes them. */
@OnSharedSystem
class GateApiTest {

    private static final String BECAUSE = """
            {"by":"dana","why":"the bank migrates"}""";

    private final LocalSystem system;
    private final Shop shop;

    GateApiTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
    }

    @ParameterizedTest
    @CsvSource({
        "/api/participants/payment, participant:payment",
        "/api/definitions/fulfil-order, definition:fulfil-order"
    })
    void whatIsPausedWaitsUntilItIsResumedAndWhoAndWhyAreShown(String path, String gate) {
        String id;
        assertThat(post(path + "/pause", BECAUSE).status()).isEqualTo(200);
        try {
            assertThat(post(path + "/pause", BECAUSE).status()).as("twice").isEqualTo(409);
            id = shop.order("alice", "KR", line("MOUSE", 1));
            JsonNode saga = shop.awaitStep(id, "payment");
            assertThat(saga.get("waits").get(0).get("heldBy").asString()).isEqualTo(gate);
            assertThat(new TopicReader(system).about(id))
                    .extracting(it -> it.status())
                    .containsExactly("ORDER_CREATED");
            assertThat(shop.get(Service.ORCHESTRATOR, "/api/gates").body())
                    .anySatisfy(it -> assertThat(it.get("state").asString()).isEqualTo("PAUSED"));
        } finally {
            assertThat(post(path + "/resume", BECAUSE).status()).isEqualTo(200);
        }
        assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("COMPLETED");
        await("everything flows again, for the other tests too")
                .atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(
                                shop.get(Service.ORCHESTRATOR, "/api/gates").body())
                        .allSatisfy(it -> assertThat(it.get("state").asString()).isEqualTo("FLOWING")));

        JsonNode history = shop.get(Service.ORCHESTRATOR, path + "/gate").body().get("history");
        assertThat(history)
                .anySatisfy(it -> assertThat(it.get("to").asString() + " "
                                + it.get("by").asString() + " " + it.get("why").asString())
                        .isEqualTo("PAUSED dana the bank migrates"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"by\":\"dana\"}", "{\"by\":\"dana\",\"why\":\" \"}"})
    void nobodyPausesWithoutSayingWhoAndWhy(String body) {
        assertThat(post("/api/participants/payment/pause", body).status()).isEqualTo(400);
    }

    @Test
    void whatDoesNotExistCannotBePausedNorWhatFlowsBeResumed() {
        assertThat(post("/api/participants/nobody/pause", BECAUSE).status()).isEqualTo(404);
        assertThat(post("/api/definitions/nothing/pause", BECAUSE).status()).isEqualTo(404);
        assertThat(post("/api/participants/-/pause", BECAUSE).status()).isEqualTo(400);
        assertThat(post("/api/participants/shipping/resume", BECAUSE).status()).isEqualTo(409);
    }

    private Shop.Answer post(String path, String json) {
        return shop.post(Service.ORCHESTRATOR, path, json);
    }
}
