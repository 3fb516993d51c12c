package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static io.counterstep.fulfilment.order.RunningOrderService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCancel;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderComplete;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@NullMarked
@ExtendWith(OrderServiceExtension.class)
class CancelingOrdersTest {

    private final RunningOrderService service;

    CancelingOrdersTest(RunningOrderService service) {
        this.service = service;
    }

    @Test
    void theWishIsAcceptedAndAnnouncedAfterTheOrder() throws Exception {
        String id = service.placed(KEYBOARD_ORDER);

        HttpResponse<String> answer = cancel(id);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"orderId\":\"" + id + "\",\"status\":\"PENDING\"}");
        assertThat(service.outbox().types()).containsExactly("ORDER_CREATED", "ORDER_CANCEL_REQUESTED");
        assertThat(service.outbox().events().getLast().key()).isEqualTo(id);
        assertThat(service.outbox().events().getLast().payload()).hasToString("{\"orderId\":\"" + id + "\"}");
        assertThat(json(service.get("/orders/" + id)).has("cancelRequestedAt")).isTrue();
    }

    @Test
    void aRepeatedWishIsAcceptedButAnnouncedOnce() throws Exception {
        String id = service.placed(KEYBOARD_ORDER);

        cancel(id);
        assertThat(cancel(id).statusCode()).isEqualTo(202);

        assertThat(service.outbox().types()).containsExactly("ORDER_CREATED", "ORDER_CANCEL_REQUESTED");
    }

    @Test
    void aFinalOrderCannotBeCanceled() throws Exception {
        String completed = service.placed(KEYBOARD_ORDER);
        String canceled = service.placed(KEYBOARD_ORDER);
        OrderEndings endings = service.bean(OrderEndings.class);
        endings.complete(List.of(new OrderComplete(completed)));
        endings.cancel(List.of(new OrderCancel(canceled, "no stock")));

        for (String id : List.of(completed, canceled)) {
            HttpResponse<String> answer = cancel(id);
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(json(service.get("/orders/" + id)).has("cancelRequestedAt"))
                    .isFalse();
        }
        assertThat(service.outbox().types()).containsExactly("ORDER_CREATED", "ORDER_CREATED");
    }

    @Test
    void aWishWhoseAnnouncementFailsIsNotRecorded() throws Exception {
        String id = service.placed(KEYBOARD_ORDER);
        service.outbox().failOnce();

        assertThat(cancel(id).statusCode()).isEqualTo(500);
        assertThat(service.outbox().types()).containsExactly("ORDER_CREATED");
        assertThat(cancel(id).statusCode()).isEqualTo(202);
        assertThat(service.outbox().types()).containsExactly("ORDER_CREATED", "ORDER_CANCEL_REQUESTED");
    }

    private HttpResponse<String> cancel(String id) throws Exception {
        return service.post("/orders/" + id + "/cancel", "");
    }
}
