package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static io.counterstep.systemtests.support.Shop.sagaPath;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Conservation;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import io.counterstep.systemtests.support.Told;
import io.counterstep.systemtests.support.TopicReader;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Sagas as an operator sees and repairs them. */
@OnSharedSystem
class OperatorApiTest {

    private static final String BECAUSE = """
            {"by":"dana","why":"the carrier is back"}""";

    private final LocalSystem system;
    private final Shop shop;

    OperatorApiTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
    }

    @Test
    void anUnfinishedSagaIsFoundByStateStepAgeAndKeyAndItsCommandSentAgain() {
        String id;
        system.stop(Service.SHIPPING);
        try {
            id = shop.order("alice", "KR", line("MOUSE", 1));
            shop.awaitStep(id, "shipping");

            assertThat(found("state=RUNNING&step=shipping")).contains(id);
            assertThat(found("state=RUNNING&step=payment")).doesNotContain(id);
            assertThat(found("state=COMPLETED&limit=500")).doesNotContain(id);
            assertThat(found("minAge=0s&key=" + id)).containsExactly(id);
            assertThat(found("minAge=1h&key=" + id)).isEmpty();
            assertThat(found("definition=fulfil-order&key=" + id)).containsExactly(id);
            assertThat(found("definition=another&key=" + id)).isEmpty();

            JsonNode saga = retry(id, BECAUSE).body();
            assertThat(saga.get("step").asString()).isEqualTo("shipping");
            assertThat(saga.get("waits").get(0).get("attempt").asInt())
                    .as("its attempts begin anew")
                    .isEqualTo(1);
        } finally {
            system.start(Service.SHIPPING);
        }
        assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("COMPLETED");

        assertThat(shop.history(id))
                .filteredOn(it -> it.get("kind").asString().equals("RETRIED"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.get("detail").asString()).isEqualTo("dana: the carrier is back");
                    assertThat(it.get("commands").get(0).asString()).isEqualTo("SHIPPING_REQUESTED");
                });
        assertThat(new TopicReader(system).about(id))
                .filteredOn(it -> it.status().equals("SHIPPING_REQUESTED"))
                .hasSizeGreaterThanOrEqualTo(2)
                .extracting(Told::headers)
                .extracting(it -> it.get("ce_id"))
                .as("sent again is the same message")
                .containsOnly("fulfil-order:" + id + "/shipping/invoke");
        new Conservation(system).assertHolds();
    }

    @Test
    void aSagaShowsWhereItStandsWhatItKnowsAndHowItGotThere() {
        String id = shop.order("bob", "KR", line("KEYBOARD", 1));
        shop.awaitFinal(id);

        JsonNode saga = shop.saga(id);
        assertThat(saga.get("id").asString()).isEqualTo("fulfil-order:" + id);
        assertThat(saga.get("definition").asString()).isEqualTo("fulfil-order");
        assertThat(saga.get("version").asInt()).isEqualTo(1);
        assertThat(saga.get("key").asString()).isEqualTo(id);
        assertThat(saga.get("state").asString()).isEqualTo("COMPLETED");
        assertThat(saga.get("step").isNull()).isTrue();
        assertThat(saga.get("facts").propertyNames())
                .contains(
                        "ORDER_CREATED",
                        "payment/PAYMENT_SUCCESS",
                        "inventory/INVENTORY_SUCCESS",
                        "shipping/SHIPPING_SUCCESS");
        assertThat(saga.get("outcomes").get("shipping").asString()).isEqualTo("SUCCEEDED");
        assertThat(saga.get("waits").isEmpty()).isTrue();
        assertThat(saga.get("facts").get("ORDER_CREATED").get("customerId").asString())
                .isEqualTo("bob");
        assertThat(shop.history(id)).hasSize(5);
    }

    @Test
    void pagesHoldEachSagaOnceTheNewestFirst() {
        List<String> placed = Stream.generate(() -> shop.order("bankrupt", "KR", line("MOUSE", 1)))
                .limit(5)
                .toList();
        placed.forEach(shop::awaitFinal);

        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = sagas("state=CANCELED&limit=3" + cursor);
            page.get("sagas").forEach(all::add);
            cursor = page.get("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("nextCursor").asString();
        } while (!cursor.isEmpty() && !keys(all).containsAll(placed));

        assertThat(all)
                .extracting(it -> it.get("key").asString())
                .containsAll(placed)
                .doesNotHaveDuplicates();
        assertThat(all)
                .extracting(it -> java.time.Instant.parse(it.get("startedAt").asString()))
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(all).allSatisfy(it -> assertThat(it.get("state").asString()).isEqualTo("CANCELED"));
    }

    @Test
    void theDefinitionReadsAsTheBusinessProcess() {
        Shop.Answer answer = shop.get(Service.ORCHESTRATOR, "/api/definitions/fulfil-order");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode definition = answer.body();
        assertThat(definition.get("startedBy").asString()).isEqualTo("ORDER_CREATED");
        assertThat(definition.get("canceledBy").asString()).isEqualTo("ORDER_CANCEL_REQUESTED");
        assertThat(definition.get("completedWith").asString()).isEqualTo("ORDER_COMPLETE");
        assertThat(definition.get("canceledWith").asString()).isEqualTo("ORDER_CANCEL");
        assertThat(definition.get("steps").valueStream().toList())
                .extracting(it ->
                        it.get("name").asString() + " " + it.get("command").asString() + " "
                                + it.get("compensation").asString())
                .containsExactly(
                        "payment PAYMENT_REQUESTED PAYMENT_CANCEL",
                        "inventory INVENTORY_REQUESTED INVENTORY_ROLLBACK",
                        "shipping SHIPPING_REQUESTED SHIPPING_CANCEL");
        assertIsProblem(shop.get(Service.ORCHESTRATOR, "/api/definitions/another"), 404, "another");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=SLEEPING",
                "state=completed",
                "state=RUNNING,SLEEPING",
                "version=0",
                "version=one",
                "participant=%00",
                "text=%00",
                "maxAge=soon",
                "maxAge=-1s",
                "limit=0",
                "limit=501",
                "limit=many",
                "limit=-1",
                "minAge=soon",
                "minAge=9999999999d",
                "minAge=-1s",
                "cursor=KzEwMDAwMDAtMDEtMDFUMDA6MDA6MDBaIGE6Yg",
                "cursor=MjAyNi0wMS0wMVQwMDowMDowMFogYToA",
                "cursor=nonsense",
                "cursor=MjAyNi0wMS0wMVQwMDowMDowMFo",
                "key=%01",
                "step=%00",
                "definition=%00"
            })
    void aParameterThatMeansNothingIsRefusedByName(String query) {
        Shop.Answer answer = shop.get(Service.ORCHESTRATOR, "/api/sagas?" + query);
        String name = query.substring(0, query.indexOf('='));
        assertIsProblem(answer, 400, name.equals("key") ? "business key" : name);
    }

    @Test
    void aSagaThatIsNotThereIsSaidNotToBe() {
        String unknown = UUID.randomUUID().toString();
        assertIsProblem(shop.get(Service.ORCHESTRATOR, sagaPath(unknown)), 404, unknown);
        assertIsProblem(shop.get(Service.ORCHESTRATOR, sagaPath(unknown) + "/history"), 404, unknown);
        assertIsProblem(retry(unknown, BECAUSE), 404, unknown);
        assertIsProblem(shop.get(Service.ORCHESTRATOR, "/api/sagas/no-id"), 400, "no-id");
        assertThat(found("key=" + unknown)).isEmpty();
    }

    @Test
    void aSagaThatIsOverIsNotRetriedNorOneWithoutAReason() {
        String id = shop.order("bankrupt", "KR", line("MOUSE", 1));
        shop.awaitFinal(id);
        int transitions = shop.history(id).size();

        assertIsProblem(retry(id, BECAUSE), 409, id);
        assertIsProblem(retry(id, "{\"by\":\"dana\"}"), 400, "why");
        assertIsProblem(retry(id, "{\"by\":\"\",\"why\":\"so\"}"), 400, "by");
        assertIsProblem(retry(id, "{\"by\":\"dana\",\"why\":\"\\u0000\"}"), 400, "why");
        assertThat(retry(id, "nonsense").status()).isEqualTo(400);
        assertThat(shop.history(id)).hasSize(transitions);
    }

    @Test
    void aPreviewSaysWhatWouldBeSentAndWhatCannotBeTakenBackAndDoesNothing() {
        String id;
        system.stop(Service.SHIPPING);
        try {
            id = shop.order("alice", "KR", line("MOUSE", 1));
            shop.awaitStep(id, "shipping");
            int transitions = shop.history(id).size();

            JsonNode preview = ask(id, "compensate?preview=true", BECAUSE).body();

            assertThat(preview.get("state").asString()).isEqualTo("COMPENSATING");
            assertThat(preview.get("commands").get(0).get("type").asString()).isEqualTo("SHIPPING_CANCEL");
            assertThat(preview.get("commands").get(0).get("body").get("orderId").asString())
                    .isEqualTo(id);
            assertThat(preview.get("irreversible").toString()).contains("undoes 'shipping'");
            assertThat(shop.history(id)).hasSize(transitions);

            assertThat(ask(id, "compensate", BECAUSE).body().get("state").asString())
                    .isEqualTo("COMPENSATING");
        } finally {
            system.start(Service.SHIPPING);
        }
        assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("CANCELED");
        new Conservation(system).assertHolds();
    }

    @Test
    void aPausedSagaSaysNothingUntilItIsResumed() {
        String id;
        system.stop(Service.SHIPPING);
        try {
            id = shop.order("bob", "KR", line("MOUSE", 1));
            shop.awaitStep(id, "shipping");
            assertThat(ask(id, "pause", BECAUSE).body().get("state").asString()).isEqualTo("PAUSED");
            assertIsProblem(ask(id, "pause", BECAUSE), 409, "it is paused already");
            assertIsProblem(ask(id, "retry", BECAUSE), 409, "resume it first");
            assertIsProblem(ask(id, "retry?preview=true", BECAUSE), 409, "resume it first");
        } finally {
            system.start(Service.SHIPPING);
        }
        assertThat(ask(id, "resume", BECAUSE).status()).isEqualTo(200);
        assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("COMPLETED");
        assertThat(shop.history(id)).extracting(it -> it.get("kind").asString()).contains("PAUSED", "RESUMED");
    }

    @Test
    void anAssumedReplyMustBeOneThatCouldHaveCome() {
        String id;
        system.stop(Service.SHIPPING);
        try {
            id = shop.order("bob", "KR", line("MOUSE", 1));
            shop.awaitStep(id, "shipping");
            assertIsProblem(
                    ask(id, "resolve", resolve("shipping", "PAYMENT_SUCCESS", "{}")),
                    400,
                    "[SHIPPING_SUCCESS, SHIPPING_FAILED]");
            assertIsProblem(
                    ask(id, "resolve", resolve("shipping", "SHIPPING_FAILED", "{\"why\":\"x\"}")),
                    400,
                    "no field [why]");
            assertIsProblem(ask(id, "resolve", resolve("payment", "PAYMENT_SUCCESS", "{}")), 409, "waits for shipping");
            assertIsProblem(ask(id, "resolve", "{\"by\":\"dana\"}"), 400, "why");
            assertThat(ask(id, "resolve", "{\"by\":\"dana\"}")
                            .body()
                            .get("errors")
                            .size())
                    .as("every field is named")
                    .isEqualTo(3);
            assertIsProblem(
                    ask(id, "skip", "{\"by\":\"dana\",\"why\":\"so\",\"step\":\"shipping\"}"),
                    409,
                    "only a retriable step can be skipped");

            Shop.Answer refused =
                    ask(id, "resolve", resolve("shipping", "SHIPPING_FAILED", "{\"reason\":\"no ship\"}"));
            assertThat(refused.body().get("state").asString()).isEqualTo("COMPENSATING");
        } finally {
            system.start(Service.SHIPPING);
        }
        assertThat(shop.awaitFinal(id).get("reason").asString()).isEqualTo("SHIPPING_FAILED: no ship");
    }

    private static String resolve(String step, String type, String fields) {
        return """
                {"by":"dana","why":"the carrier says so","step":"%s","type":"%s","body":%s}""".formatted(step, type, fields);
    }

    private Shop.Answer ask(String orderId, String operation, String because) {
        return shop.post(Service.ORCHESTRATOR, sagaPath(orderId) + "/" + operation, because);
    }

    private Shop.Answer retry(String orderId, String because) {
        return ask(orderId, "retry", because);
    }

    /** The business keys of the sagas found. */
    private List<String> found(String query) {
        return keys(sagas(query).get("sagas").valueStream().toList());
    }

    private static List<String> keys(List<JsonNode> sagas) {
        return sagas.stream().map(it -> it.get("key").asString()).toList();
    }

    private JsonNode sagas(String query) {
        Shop.Answer answer = shop.get(Service.ORCHESTRATOR, "/api/sagas?" + query);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.body();
    }

    private static void assertIsProblem(Shop.Answer answer, int status, String said) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().get("detail").asString()).contains(said);
    }
}
