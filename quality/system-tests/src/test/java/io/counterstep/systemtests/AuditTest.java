package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Database;
import io.counterstep.systemtests.support.Shop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The audit on the whole system: what is corrupted by hand is found, repaired and closed; what works is left alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTest {

    private static final Duration DONE_WITHIN = Duration.ofSeconds(60);

    /** Services on one machine share a clock. */
    private static final String GRACE = "1s";

    private static final Duration BEYOND_GRACE = Duration.ofMillis(1_500);
    private static final int BUSY_ORDERS = 200;
    private static final String BECAUSE = "{\"by\":\"dana\",\"why\":\"the audit found it\"}";

    private final LocalSystem system = LocalSystem.start(LocalOptions.temporary()
            .withArguments(
                    Service.ORCHESTRATOR, "--counterstep.audit.every=never", "--counterstep.strict-topics=true"));
    private final Shop shop = new Shop(system);

    @AfterAll
    void stop() {
        system.close();
    }

    @Test
    void aBusySystemThatWorksHasNoFindings() throws Exception {
        try (ExecutorService load = Executors.newFixedThreadPool(8)) {
            List<Future<String>> orders = new ArrayList<>();
            for (int i = 0; i < BUSY_ORDERS; i++) {
                String customer = i % 5 == 0 ? "bankrupt" : "alice";
                String country = i % 7 == 0 ? "AQ" : "KR";
                orders.add(load.submit(() -> shop.order(customer, country, line("MOUSE", 1))));
            }
            audit();
            assertThat(findings()).as("in the middle of it").isEmpty();
            for (Future<String> order : orders) {
                shop.awaitFinal(order.get(60, TimeUnit.SECONDS));
            }
        }
        pause();
        JsonNode run = audit();
        assertThat(findings()).as("afterwards").isEmpty();
        assertThat(run.get("participants")
                        .valueStream()
                        .map(it -> it.get("participant").asString() + " "
                                + it.get("pass").asString()))
                .containsExactly("inventory DONE", "order DONE", "payment DONE", "shipping DONE");
    }

    @Test
    void chargedYetCanceledIsFoundRepairedAndClosed() {
        String id = completed();
        sql(Service.ORCHESTRATOR, """
                update saga set state = 'CANCELED', reason = 'by hand', progress = replace(progress, '"COMPLETED"', '"CANCELED"')
                where business_key = '%s'""".formatted(id));
        pause();
        audit();
        assertThat(findings(id))
                .contains(
                        "EFFECT_OF_CANCELED_SAGA payment payment COMPENSATE",
                        "EFFECT_OF_CANCELED_SAGA inventory inventory COMPENSATE",
                        "EFFECT_OF_CANCELED_SAGA shipping shipping COMPENSATE");
        JsonNode preview = repair(id, "payment", "?preview=true");
        assertThat(preview.get("command").asString()).isEqualTo("fulfil-order:" + id + "/payment/compensate");
        assertThat(shop.payment(id).get("status").asString()).isEqualTo("CHARGED");

        for (String participant : List.of("payment", "inventory", "shipping")) {
            repair(id, participant, "");
        }
        await().atMost(DONE_WITHIN).untilAsserted(() -> {
            assertThat(shop.payment(id).get("status").asString()).isEqualTo("REFUNDED");
            assertThat(shop.reservation(id).get("status").asString()).isEqualTo("ROLLED_BACK");
            assertThat(shop.shipment(id).get("status").asString()).isEqualTo("CANCELED");
        });
        pause();
        audit();
        assertThat(findings(id))
                .as("only that the order itself was never canceled")
                .containsExactly("EFFECT_MISSING order cancel INVOKE");
        sql(Service.ORCHESTRATOR, """
                update saga set state = 'COMPLETED', progress = '{"phase":"COMPLETED"}' where business_key = '%s'""".formatted(id));
        audit();
        assertThat(findings(id)).isEmpty();
    }

    @Test
    void completedYetNotShippedIsFoundRepairedAndClosed() {
        String id = completed();
        sql(Service.SHIPPING, "delete from saga_ledger where saga_id = 'fulfil-order:" + id + "'");
        sql(Service.SHIPPING, "delete from shipment where order_id = '" + id + "'");
        pause();
        audit();
        assertThat(findings(id)).containsExactly("EFFECT_MISSING shipping shipping INVOKE");
        repair(id, "shipping", "");
        await().atMost(DONE_WITHIN)
                .untilAsserted(() -> assertThat(
                                shop.get(Service.SHIPPING, "/shipments/" + id).status())
                        .isEqualTo(200));
        assertThat(shop.shipment(id).get("status").asString()).isEqualTo("BOOKED");
        pause();
        audit();
        assertThat(findings(id)).isEmpty();
    }

    @Test
    void aRowThatWasDeletedByHandIsFoundThoughTheLedgerKnowsNothingOfIt() {
        String id = completed();
        sql(
                Service.SHIPPING,
                "update shipment set status = 'CANCELED', canceled_at = now() where order_id = '" + id + "'");
        pause();
        audit();
        assertThat(findings(id)).containsExactly("EFFECT_MISSING shipping shipping BY_HAND");
        Shop.Answer refused =
                shop.post(Service.ORCHESTRATOR, "/api/audit/findings/" + finding(id, "shipping") + "/repair", BECAUSE);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().get("detail").asString()).contains("by hand", "saga_ledger");
        sql(
                Service.SHIPPING,
                "update shipment set status = 'BOOKED', canceled_at = null where order_id = '" + id + "'");
        audit();
        assertThat(findings(id)).isEmpty();
    }

    @Test
    void anEffectWithoutASagaIsFoundRepairedAndClosed() {
        String id = completed();
        sql(Service.ORCHESTRATOR, "delete from saga_history where saga_id = 'fulfil-order:" + id + "'");
        sql(Service.ORCHESTRATOR, "delete from saga where business_key = '" + id + "'");
        pause();
        audit();
        assertThat(findings(id))
                .containsExactly(
                        "EFFECT_WITHOUT_SAGA inventory inventory COMPENSATE",
                        "EFFECT_WITHOUT_SAGA payment payment COMPENSATE",
                        "EFFECT_WITHOUT_SAGA shipping shipping COMPENSATE");
        for (String participant : List.of("payment", "inventory", "shipping")) {
            repair(id, participant, "");
        }
        await().atMost(DONE_WITHIN)
                .untilAsserted(() -> assertThat(shop.shipment(id).get("status").asString()
                                + shop.reservation(id).get("status").asString()
                                + shop.payment(id).get("status").asString())
                        .isEqualTo("CANCELEDROLLED_BACKREFUNDED"));
        pause();
        audit();
        assertThat(findings(id)).isEmpty();
    }

    @Test
    void stockHeldByADeadSagaIsFoundAndGivenBackByTurningTheSagaBack() {
        system.stop(Service.SHIPPING);
        String id = shop.order("bob", "KR", line("MOUSE", 1));
        try {
            shop.awaitStep(id, "shipping");
            sql(Service.ORCHESTRATOR, """
                    update saga set state = 'NEEDS_ATTENTION', attention = 'shipping: by hand',
                           progress = jsonb_set(progress::jsonb, '{waits,0,stuck}', '"by hand"')::text
                    where business_key = '%s'""".formatted(id));
            sql(Service.ORCHESTRATOR, """
                    insert into saga_history (saga_id, revision, at, kind, step, from_state, to_state, commands)
                    values ('fulfil-order:%s', 99, now() - interval '2 days', 'ATTENTION_NEEDED', 'shipping', 'RUNNING',
                            'NEEDS_ATTENTION', '')""".formatted(id));
            pause();
            begin();
            // the run itself waits for the shipping service
            await("what the others hold is found")
                    .atMost(DONE_WITHIN)
                    .untilAsserted(() -> assertThat(findings(id))
                            .containsExactly(
                                    "EFFECT_OF_DEAD_SAGA inventory inventory SAGA",
                                    "EFFECT_OF_DEAD_SAGA payment payment SAGA"));
            assertThat(repair(id, "inventory", "").get("operation").asString()).isEqualTo("compensate");
        } finally {
            system.start(Service.SHIPPING);
        }
        assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("CANCELED");
        assertThat(shop.reservation(id).get("status").asString()).isEqualTo("ROLLED_BACK");
        done();
        pause();
        audit();
        assertThat(findings(id)).isEmpty();
    }

    @Test
    void whatMeansNothingIsRefused() {
        assertThat(shop.get(Service.ORCHESTRATOR, "/api/audit/findings?state=SLEEPING")
                        .status())
                .isEqualTo(400);
        assertThat(shop.get(Service.ORCHESTRATOR, "/api/audit/findings?limit=0").status())
                .isEqualTo(400);
        assertThat(shop.get(Service.ORCHESTRATOR, "/api/audit/findings/999999").status())
                .isEqualTo(404);
        assertThat(shop.post(Service.ORCHESTRATOR, "/api/audit", "{\"by\":\"dana\"}")
                        .status())
                .isEqualTo(400);
    }

    private String completed() {
        String id = shop.order("bob", "KR", line("MOUSE", 1));
        assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("COMPLETED");
        return id;
    }

    private static void pause() {
        await("what was done is no longer in motion")
                .pollDelay(BEYOND_GRACE)
                .atMost(DONE_WITHIN)
                .until(() -> true);
    }

    /** A whole run; returns it. */
    private JsonNode audit() {
        begin();
        return done();
    }

    private void begin() {
        Shop.Answer begun = shop.post(Service.ORCHESTRATOR, "/api/audit", """
                {"by":"dana","why":"a test","grace":"%s"}""".formatted(GRACE));
        assertThat(begun.status()).as("%s", begun).isEqualTo(202);
    }

    private JsonNode done() {
        return await("the audit is done")
                .atMost(DONE_WITHIN)
                .until(
                        () -> shop.get(Service.ORCHESTRATOR, "/api/audit")
                                .body()
                                .get("runs")
                                .get(0),
                        it -> it.get("state").asString().equals("DONE"));
    }

    private List<JsonNode> findings() {
        return shop.get(Service.ORCHESTRATOR, "/api/audit/findings?state=OPEN&limit=500")
                .body()
                .get("findings")
                .valueStream()
                .toList();
    }

    private List<String> findings(String orderId) {
        return findings().stream()
                .filter(it -> it.get("saga").asString().equals("fulfil-order:" + orderId))
                .map(it -> String.join(
                        " ",
                        it.get("kind").asString(),
                        it.get("participant").asString(),
                        it.get("step").asString(),
                        it.get("repair").asString()))
                .sorted()
                .toList();
    }

    private long finding(String orderId, String participant) {
        return findings().stream()
                .filter(it -> it.get("saga").asString().equals("fulfil-order:" + orderId)
                        && it.get("participant").asString().equals(participant))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asLong();
    }

    private JsonNode repair(String orderId, String participant, String query) {
        Shop.Answer answer = shop.post(
                Service.ORCHESTRATOR,
                "/api/audit/findings/" + finding(orderId, participant) + "/repair" + query,
                BECAUSE);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.body();
    }

    private void sql(Service service, String statement) {
        new Database(system, service).change(statement);
    }
}
