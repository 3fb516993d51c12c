package io.counterstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Database;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import io.counterstep.systemtests.support.TopicReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What is refused at the door leaves no trace behind it; the order service's own tests know all the cases. */
@OnSharedSystem
class BadInputTest {

    private static final String GOOD_LINE = """
            {"sku":"KEYBOARD","quantity":1}""";
    private static final String GOOD_DESTINATION = """
            {"country":"KR","postalCode":"04524"}""";

    private final LocalSystem system;
    private final Shop shop;

    BadInputTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
    }

    static List<Arguments> badOrders() {
        return List.of(
                bad("broken JSON", 400, "", "{\"customerId\":\"alice\","),
                bad("no object", 400, "", "[]"),
                bad("no customer", 400, "customerId", """
                        {"lines":[%s],"destination":%s}""".formatted(GOOD_LINE, GOOD_DESTINATION)),
                bad("blank customer", 422, "customerId", order(" ", GOOD_LINE, GOOD_DESTINATION)),
                bad("no lines", 422, "lines", order("alice", "", GOOD_DESTINATION)),
                bad("unknown SKU", 422, "lines[1].sku", order("alice", GOOD_LINE + """
                        ,{"sku":"UNICORN","quantity":1}""", GOOD_DESTINATION)),
                bad("quantity zero", 422, "lines[0].quantity", order("alice", """
                        {"sku":"KEYBOARD","quantity":0}""", GOOD_DESTINATION)),
                bad("quantity beyond all", 422, "lines[0].quantity", order("alice", """
                        {"sku":"KEYBOARD","quantity":99999999999999999999}""", GOOD_DESTINATION)),
                bad("quantity as a text", 400, "lines[0].quantity", order("alice", """
                        {"sku":"KEYBOARD","quantity":"2"}""", GOOD_DESTINATION)),
                bad("no such country", 422, "destination.country", order("alice", GOOD_LINE, """
                        {"country":"XX","postalCode":"04524"}""")),
                bad("no destination", 400, "destination", """
                        {"customerId":"alice","lines":[%s]}""".formatted(GOOD_LINE)),
                bad("a price of one's own", 400, "lines[0]", order("alice", """
                        {"sku":"KEYBOARD","quantity":1,"unitPrice":1}""", GOOD_DESTINATION)));
    }

    private static Arguments bad(String what, int status, String field, String body) {
        return Arguments.of(what, status, field, body);
    }

    private static String order(String customer, String lines, String destination) {
        return """
                {"customerId":"%s","lines":[%s],"destination":%s}""".formatted(customer, lines, destination);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("badOrders")
    void aBadOrderIsToldItsFieldAndLeavesNothing(String what, int status, String field, String body) {
        Traces before = traces();
        Shop.Answer answer = shop.post(Service.ORDER, "/orders", body);

        assertIsProblem(answer, status);
        assertThat(answer.body().get("errors").valueStream().toList())
                .extracting(it -> it.get("field").asString())
                .contains(field);
        assertThat(traces()).isEqualTo(before);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedUnread() {
        Traces before = traces();
        assertIsProblem(shop.post(Service.ORDER, "/orders", " ".repeat(2_000_000)), 413);
        assertThat(traces()).isEqualTo(before);
    }

    @Test
    void aKeyThatStandsForAnotherOrderIsRefusedByName() {
        String key = "bad-input-" + System.nanoTime();
        Shop.Answer first = shop.post(
                Service.ORDER, "/orders", order("alice", GOOD_LINE, GOOD_DESTINATION), "Idempotency-Key", key);
        assertThat(first.status()).isEqualTo(202);
        shop.awaitFinal(first.body().get("orderId").asString());
        Traces before = traces();

        Shop.Answer other =
                shop.post(Service.ORDER, "/orders", order("alice", """
                {"sku":"MOUSE","quantity":1}""", GOOD_DESTINATION), "Idempotency-Key", key);
        assertIsProblem(other, 422);
        assertThat(other.body().get("errors").get(0).get("field").asString()).isEqualTo("Idempotency-Key");
        Shop.Answer same = shop.post(
                Service.ORDER, "/orders", order("alice", GOOD_LINE, GOOD_DESTINATION), "Idempotency-Key", key);
        assertThat(same.body()).isEqualTo(first.body());
        assertThat(traces()).isEqualTo(before);
    }

    private static void assertIsProblem(Shop.Answer answer, int status) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        JsonNode problem = answer.body();
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asString()).isNotBlank();
    }

    /** What an order that was taken would leave. */
    private record Traces(long orders, int events) {}

    private Traces traces() {
        Database database = new Database(system, Service.ORDER);
        await("outbox is empty").until(() -> database.number("select count(*) from saga_outbox") == 0);
        return new Traces(
                database.number("select count(*) from orders"),
                new TopicReader(system).read(List.of("order-events")).size());
    }
}
