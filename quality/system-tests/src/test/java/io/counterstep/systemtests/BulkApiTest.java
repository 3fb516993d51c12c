package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Conservation;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Many sagas as an operator moves them at once. */
@OnSharedSystem
class BulkApiTest {

    private static final String PATH = "/api/bulk-operations";
    private static final int ORDERS = 12;

    private final LocalSystem system;
    private final Shop shop;

    BulkApiTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
    }

    @Test
    void manyArePausedResumedAndTurnedBackAndAllEndRightly() {
        List<String> orders;
        gate("pause");
        try {
            orders = Stream.generate(() -> shop.order("alice", "KR", line("MOUSE", 1)))
                    .limit(ORDERS)
                    .toList();
            orders.forEach(it -> shop.awaitStep(it, "payment"));

            JsonNode preview = ask("compensate", "\"participant\":\"payment\"", "?preview=true", 20)
                    .body();
            assertThat(preview.get("count").asInt()).isEqualTo(ORDERS);
            assertThat(preview.get("counted").asString()).isEqualTo("EXACTLY");
            assertThat(preview.get("wouldDo").asInt()).isEqualTo(ORDERS);
            assertThat(preview.get("sample")).hasSize(5);
            assertThat(preview.get("sample").get(0).get("effect").get("state").asString())
                    .isEqualTo("COMPENSATING");

            JsonNode paused =
                    done(ask("pause", "\"state\":\"RUNNING\",\"step\":\"payment\",\"maxAge\":\"10m\"", "", 500));
            assertThat(counts(paused)).containsExactly(ORDERS, ORDERS, 0, 0);
            orders.forEach(it -> shop.awaitSaga(it, "PAUSED"));

            JsonNode resumed = done(ask("resume", "\"state\":\"PAUSED\",\"definition\":\"fulfil-order\"", "", 500));
            assertThat(counts(resumed)).containsExactly(ORDERS, ORDERS, 0, 0);

            String slow = location(ask("compensate", "\"step\":\"payment\",\"version\":1", "", 1));
            await("it is under way")
                    .atMost(Shop.PATIENCE)
                    .until(() -> get(slow).get("done").asInt() > 0);
            JsonNode canceled =
                    shop.post(Service.ORCHESTRATOR, slow + "/cancel", """
                            {"by":"kim","why":"too slow"}""").body();
            assertThat(canceled.get("state").asString()).isEqualTo("CANCELED");
            assertThat(canceled.get("canceledBy").asString()).isEqualTo("kim");
            assertThat(canceled.get("done").asInt()).isLessThan(ORDERS);
            assertThat(shop.post(Service.ORCHESTRATOR, slow + "/cancel", """
                            {"by":"kim","why":"again"}""").status())
                    .isEqualTo(409);

            JsonNode rest = done(ask("compensate", "\"state\":\"RUNNING\",\"participant\":\"payment\"", "", 500));
            assertThat(get(slow).get("done").asInt() + rest.get("done").asInt()).isEqualTo(ORDERS);
        } finally {
            gate("resume");
        }
        orders.forEach(it -> {
            assertThat(shop.awaitFinal(it).get("status").asString()).isEqualTo("CANCELED");
            assertThat(shop.history(it))
                    .filteredOn(line -> line.get("kind").asString().equals("COMPENSATION_REQUESTED"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.get("detail").asString()).isEqualTo("dana: the bank migrates"));
        });
        await("everything flows again, for the other tests too")
                .atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(
                                shop.get(Service.ORCHESTRATOR, "/api/gates").body())
                        .allSatisfy(it -> assertThat(it.get("state").asString()).isEqualTo("FLOWING")));
        new Conservation(system).assertHolds();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"by":"a","why":"b","filter":{"key":"1"}}                                         | operation must be one of
            {"operation":"dance","by":"a","why":"b","filter":{"key":"1"}}                     | operation must be one of
            {"operation":"retry","by":"a","why":"b"}                                          | filter must be an object
            {"operation":"retry","by":"a","why":"b","filter":{}}                              | filter must say which
            {"operation":"retry","by":"a","why":"b","filter":{"sate":"PAUSED"}}               | filter.sate is none of
            {"operation":"retry","by":"a","why":"b","filter":{"state":"COMPLETED"}}           | filter.state must be one of
            {"operation":"retry","by":"a","why":"b","filter":{"version":0}}                   | filter.version must be a number
            {"operation":"retry","by":"a","why":"b","filter":{"version":"1"}}                 | filter.version must be a number
            {"operation":"retry","by":"a","why":"b","filter":{"step":"No"}}                   | filter.step must be the name
            {"operation":"retry","by":"a","why":"b","filter":{"text":"\\u0000"}}              | filter.text must be 1 to 200
            {"operation":"retry","by":"a","why":"b","filter":{"minAge":"soon"}}               | filter.minAge must be a duration
            {"operation":"retry","by":"a","why":"b","filter":{"maxAge":"-1s"}}                | filter.maxAge must be a duration
            {"operation":"retry","by":"a","why":"b","filter":{"key":"1"},"rate":0}            | rate must be a number from 1 to 1000
            {"operation":"retry","by":"a","why":"b","filter":{"key":"1"},"max":100001}        | max must be a number from 1 to 100000
            {"operation":"retry","by":"a","why":"b","filter":{"key":"1"},"maximum":1}         | maximum is none of
            {"operation":"retry","by":"a","why":" ","filter":{"key":"1"}}                     | why must have
            {"operation":"retry","why":"b","filter":{"key":"1"}}                              | by must have
            {"operation":"retry","by":"a","why":"b","filter":{"key":"1"},"step":"payment"}    | step does not belong to retry
            {"operation":"skip","by":"a","why":"b","filter":{"key":"1"}}                      | step must have
            {"operation":"resolve","by":"a","why":"b","filter":{"key":"1"},"step":"payment"}  | type must have
            []                                                                                | body must be a JSON object
            """)
    void whatCannotBeMeantIsRefusedByName(String request, String detail) {
        for (String query : List.of("", "?preview=true")) {
            Shop.Answer answer = shop.post(Service.ORCHESTRATOR, PATH + query, request);
            assertThat(answer.status()).as("answer: %s", answer).isEqualTo(400);
            assertThat(answer.body().get("detail").asString()).contains(detail);
            assertThat(answer.body().get("errors")).isNotEmpty();
        }
    }

    @Test
    void oneThatIsNotThereIsSaidNotToBe() {
        assertThat(shop.get(Service.ORCHESTRATOR, PATH + "/4711").status()).isEqualTo(404);
        assertThat(shop.get(Service.ORCHESTRATOR, PATH + "/first").status()).isEqualTo(400);
        assertThat(shop.post(Service.ORCHESTRATOR, PATH + "/4711/cancel", """
                        {"by":"kim","why":"a test"}""").status())
                .isEqualTo(404);
        assertThat(shop.post(Service.ORCHESTRATOR, PATH + "/4711/cancel", "{\"by\":\"kim\"}")
                        .status())
                .isEqualTo(400);
    }

    private void gate(String operation) {
        assertThat(shop.post(Service.ORCHESTRATOR, "/api/participants/payment/" + operation, """
                        {"by":"dana","why":"the bank migrates"}""")
                        .status())
                .isEqualTo(200);
    }

    private Shop.Answer ask(String operation, String filter, String query, int rate) {
        return shop.post(Service.ORCHESTRATOR, PATH + query, """
                {"operation":"%s","filter":{%s},"by":"dana","why":"the bank migrates","rate":%d}""".formatted(operation, filter, rate));
    }

    private static String location(Shop.Answer answer) {
        assertThat(answer.status()).as("answer: %s", answer).isEqualTo(202);
        return PATH + "/" + answer.body().get("id").asLong();
    }

    private JsonNode done(Shop.Answer begun) {
        String path = location(begun);
        JsonNode over = await("it is over")
                .atMost(Shop.PATIENCE)
                .until(() -> get(path), it -> !it.get("state").asString().equals("RUNNING"));
        assertThat(over.get("state").asString()).isEqualTo("DONE");
        assertThat(shop.get(Service.ORCHESTRATOR, PATH).body())
                .anySatisfy(it -> assertThat(it.get("id").asLong())
                        .isEqualTo(over.get("id").asLong()));
        return over;
    }

    private JsonNode get(String path) {
        return shop.get(Service.ORCHESTRATOR, path).body();
    }

    private static List<Integer> counts(JsonNode operation) {
        return Stream.of("found", "done", "refused", "failed")
                .map(it -> operation.get(it).asInt())
                .toList();
    }
}
