package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static io.counterstep.fulfilment.order.RunningOrderService.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@NullMarked
@ExtendWith(OrderServiceExtension.class)
class IdempotencyTest {

    private static final String HEADER = "Idempotency-Key";

    private final RunningOrderService service;

    IdempotencyTest(RunningOrderService service) {
        this.service = service;
    }

    @Test
    void theSameKeyAndBodyGetTheSameAnswer() throws Exception {
        HttpResponse<String> first = service.post("/orders", KEYBOARD_ORDER, HEADER, "k1");
        HttpResponse<String> second = service.post("/orders", KEYBOARD_ORDER, HEADER, "k1");

        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(service.storedOrders()).isOne();
        assertThat(service.outbox().events()).hasSize(1);
    }

    @Test
    void theSameRequestWrittenDifferentlyIsTheSame() throws Exception {
        String first = service.placed(KEYBOARD_ORDER, HEADER, "k1");
        String second = service.placed("""
                {"destination":{"postalCode":"04524","country":"KR"},
                 "lines":[{"quantity":1,"sku":"KEYBOARD"},{"sku":"KEYBOARD","quantity":1}],"customerId":"alice"}
                """, HEADER, "k1");

        assertThat(second).isEqualTo(first);
    }

    @Test
    void theSameKeyForAnotherRequestIsRefused() throws Exception {
        service.placed(KEYBOARD_ORDER, HEADER, "k1");
        for (String other : List.of(
                KEYBOARD_ORDER.replace(":2", ":3"),
                KEYBOARD_ORDER.replace("KEYBOARD", "MOUSE"),
                KEYBOARD_ORDER.replace("04524", "04525"),
                KEYBOARD_ORDER.replace("\"KR\"", "\"JP\""))) {
            HttpResponse<String> answer = service.post("/orders", other, HEADER, "k1");

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("\"field\":\"Idempotency-Key\"");
        }
        assertThat(service.storedOrders()).isOne();
    }

    @Test
    void aKeyBelongsToItsCustomer() throws Exception {
        String alices = service.placed(KEYBOARD_ORDER, HEADER, "k1");
        String bobs = service.placed(KEYBOARD_ORDER.replace("alice", "bob"), HEADER, "k1");

        assertThat(bobs).isNotEqualTo(alices);
    }

    @Test
    void theSameBodyWithoutAKeyIsAnotherOrder() throws Exception {
        assertThat(service.placed(KEYBOARD_ORDER)).isNotEqualTo(service.placed(KEYBOARD_ORDER));
    }

    @Test
    void anAcceptedRequestIsAcceptedAgainAfterItsSkuHasLeftTheCatalogue() throws Exception {
        service.jdbc().update("insert into catalogue values ('FLEETING', 'KRW', 100)");
        String order = KEYBOARD_ORDER.replace("KEYBOARD", "FLEETING");
        String first = service.placed(order, HEADER, "k1");
        service.jdbc().update("delete from catalogue where sku = 'FLEETING'");

        assertThat(service.placed(order, HEADER, "k1")).isEqualTo(first);
        assertThat(service.post("/orders", order, HEADER, "k2").statusCode()).isEqualTo(422);
    }

    @Test
    void manyAtOnceMakeOneOrder() throws Exception {
        int requests = 40;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < requests; i++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return service.post("/orders", KEYBOARD_ORDER, HEADER, "k1");
                }));
            }
            start.countDown();
        }

        Set<String> ids = new HashSet<>();
        for (Future<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(202);
            ids.add(json(answer.get()).get("orderId").stringValue());
        }
        assertThat(ids).hasSize(1);
        assertThat(service.storedOrders()).isOne();
        assertThat(service.outbox().events()).hasSize(1);
    }
}
