package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static io.counterstep.fulfilment.order.RunningOrderService.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@NullMarked
@ExtendWith(OrderServiceExtension.class)
class PlacingOrdersTest {

    private final RunningOrderService service;

    PlacingOrdersTest(RunningOrderService service) {
        this.service = service;
    }

    @Test
    void anOrderIsAcceptedPendingAndFoundAtItsLocation() throws Exception {
        HttpResponse<String> answer = service.post("/orders", KEYBOARD_ORDER);

        assertThat(answer.statusCode()).isEqualTo(202);
        String id = json(answer).get("orderId").stringValue();
        assertThat(answer.body()).isEqualTo("{\"orderId\":\"" + id + "\",\"status\":\"PENDING\"}");
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/orders/" + id);
        JsonNode order = json(service.get(location));
        assertThat(order.get("createdAt").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(((ObjectNode) order).without("createdAt")).hasToString("""
                {"orderId":"%s","customerId":"alice","status":"PENDING",\
                "lines":[{"sku":"KEYBOARD","quantity":2,"unitPrice":{"currency":"KRW","minorUnits":129000}}],\
                "total":{"currency":"KRW","minorUnits":258000},\
                "destination":{"country":"KR","postalCode":"04524"}}""".formatted(id));
    }

    @Test
    void anOrderIsAnnouncedWithPricesAndTotal() throws Exception {
        String id = service.placed("""
                {"customerId":"bob","lines":[{"sku":"MOUSE","quantity":1},{"sku":"MONITOR","quantity":3}],
                 "destination":{"country":"AQ"}}
                """);

        assertThat(service.outbox().events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("ORDER_CREATED");
            assertThat(event.key()).isEqualTo(id);
            assertThat(event.payload()).hasToString("""
                    {"orderId":"%s","customerId":"bob",\
                    "lines":[{"sku":"MOUSE","quantity":1,"unitPrice":{"currency":"KRW","minorUnits":45000}},\
                    {"sku":"MONITOR","quantity":3,"unitPrice":{"currency":"KRW","minorUnits":389000}}],\
                    "total":{"currency":"KRW","minorUnits":1212000},\
                    "destination":{"country":"AQ","postalCode":null}}""".formatted(id));
        });
    }

    @Test
    void linesOfTheSameSkuAreAddedUp() throws Exception {
        String id = service.placed("""
                {"customerId":"bob","lines":[{"sku":"MOUSE","quantity":1},{"sku":"KEYBOARD","quantity":1},
                 {"sku":"MOUSE","quantity":3}],"destination":{"country":"KR"}}
                """);

        JsonNode lines = json(service.get("/orders/" + id)).get("lines");
        assertThat(lines.valueStream().map(line -> line.get("sku").stringValue() + line.get("quantity")))
                .containsExactly("MOUSE4", "KEYBOARD1");
    }

    @Test
    void anOrderWhoseAnnouncementFailsIsNotStored() throws Exception {
        service.outbox().failOnce();

        HttpResponse<String> answer = service.post("/orders", KEYBOARD_ORDER, "Idempotency-Key", "k");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).doesNotContain("told to fail").doesNotContain("Exception");
        assertThat(service.storedOrders()).isZero();
        assertThat(service.outbox().events()).isEmpty();
        assertThat(service.placed(KEYBOARD_ORDER, "Idempotency-Key", "k")).isNotEmpty();
    }

    @Test
    void aChangedPriceHoldsFromTheNextOrderOn() throws Exception {
        service.jdbc().update("insert into catalogue values ('SEASONAL', 'KRW', 100)");
        try {
            String order = KEYBOARD_ORDER.replace("KEYBOARD", "SEASONAL");
            String before = service.placed(order);
            service.jdbc().update("update catalogue set minor_units = 300 where sku = 'SEASONAL'");
            String after = service.placed(order);

            assertThat(total(before)).isEqualTo(200);
            assertThat(total(after)).isEqualTo(600);
        } finally {
            service.jdbc().update("delete from catalogue where sku = 'SEASONAL'");
        }
    }

    @Test
    void ordersWhoseTotalOverflowsOrMixesCurrenciesAreRefused() throws Exception {
        service.jdbc().update("insert into catalogue values ('MOON', 'KRW', ?)", Long.MAX_VALUE / 2);
        service.jdbc().update("insert into catalogue values ('IMPORT', 'USD', 5)");
        try {
            HttpResponse<String> product = service.post(
                    "/orders", KEYBOARD_ORDER.replace("KEYBOARD\",\"quantity\":2", "MOON\",\"quantity\":3"));
            HttpResponse<String> sum =
                    service.post("/orders", KEYBOARD_ORDER.replace("[{", "[{\"sku\":\"MOON\",\"quantity\":2},{"));
            HttpResponse<String> mixed =
                    service.post("/orders", KEYBOARD_ORDER.replace("[{", "[{\"sku\":\"IMPORT\",\"quantity\":2},{"));

            assertThat(List.of(product.statusCode(), sum.statusCode(), mixed.statusCode()))
                    .containsOnly(422);
            assertThat(sum.body()).contains("total of at most 9223372036854775807");
            assertThat(mixed.body()).contains("lines[1].sku").contains("is priced in KRW");
            assertThat(service.storedOrders()).isZero();
        } finally {
            service.jdbc().update("delete from catalogue where sku in ('MOON', 'IMPORT')");
        }
    }

    @Test
    void hundredsAtOnceAreAllAccepted() throws Exception {
        int requests = 512;
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < requests; i++) {
                answers.add(threads.submit(() -> service.post("/orders", KEYBOARD_ORDER)));
            }
        }

        for (Future<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(202);
        }
        assertThat(service.storedOrders()).isEqualTo(requests);
        assertThat(service.outbox().events()).hasSize(requests);
    }

    @Test
    void aDatabaseThatHeldTheDemoDataRunsWithoutIt() {
        Flyway withoutDemo = Flyway.configure()
                .configuration(service.bean(Flyway.class).getConfiguration())
                .locations("classpath:db/order")
                .load();

        assertThat(withoutDemo.validateWithResult().validationSuccessful).isTrue();
    }

    private long total(String id) throws Exception {
        return json(service.get("/orders/" + id)).get("total").get("minorUnits").longValue();
    }
}
