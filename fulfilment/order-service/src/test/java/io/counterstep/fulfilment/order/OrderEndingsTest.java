package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static io.counterstep.fulfilment.order.RunningOrderService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCancel;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderComplete;
import io.counterstep.participant.Handlers;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

@NullMarked
@ExtendWith(OrderServiceExtension.class)
class OrderEndingsTest {

    private final RunningOrderService service;
    private final OrderEndings endings;

    OrderEndingsTest(RunningOrderService service) {
        this.service = service;
        this.endings = service.bean(OrderEndings.class);
    }

    @Test
    void theServiceHandlesTheOrderVocabulary() {
        assertThat(service.bean(Handlers.class).participant()).isEqualTo(OrderVocabulary.ORDER);
    }

    @Test
    void aBatchOfPendingOrdersIsCompleted() throws Exception {
        String first = service.placed(KEYBOARD_ORDER);
        String second = service.placed(KEYBOARD_ORDER);
        String untouched = service.placed(KEYBOARD_ORDER);

        endings.complete(List.of(new OrderComplete(first), new OrderComplete(second)));

        for (String id : List.of(first, second)) {
            assertThat(status(id)).isEqualTo("COMPLETED");
            assertThat(order(id).has("finishedAt")).isTrue();
        }
        assertThat(status(untouched)).isEqualTo("PENDING");
    }

    @Test
    void eachOrderOfABatchIsCanceledForItsOwnReason() throws Exception {
        String first = service.placed(KEYBOARD_ORDER);
        String second = service.placed(KEYBOARD_ORDER);

        endings.cancel(List.of(new OrderCancel(first, "no stock"), new OrderCancel(second, "no carrier")));

        assertThat(status(first)).isEqualTo("CANCELED");
        assertThat(order(first).get("reason").stringValue()).isEqualTo("no stock");
        assertThat(order(second).get("reason").stringValue()).isEqualTo("no carrier");
        assertThat(order(second).has("finishedAt")).isTrue();
    }

    @Test
    void theSameEndingAgainChangesNothing() throws Exception {
        String completed = service.placed(KEYBOARD_ORDER);
        String canceled = service.placed(KEYBOARD_ORDER);
        endings.complete(List.of(new OrderComplete(completed)));
        endings.cancel(List.of(new OrderCancel(canceled, "first")));
        List<JsonNode> before = List.of(order(completed), order(canceled));

        endings.complete(List.of(new OrderComplete(completed)));
        endings.cancel(List.of(new OrderCancel(canceled, "second")));

        assertThat(List.of(order(completed), order(canceled))).isEqualTo(before);
    }

    @Test
    void theOppositeEndingIsAnErrorAndTheWholeBatchRollsBack() throws Exception {
        String completed = service.placed(KEYBOARD_ORDER);
        String canceled = service.placed(KEYBOARD_ORDER);
        String pending = service.placed(KEYBOARD_ORDER);
        endings.complete(List.of(new OrderComplete(completed)));
        endings.cancel(List.of(new OrderCancel(canceled, "no stock")));

        assertThatThrownBy(() -> inTransaction(
                        () -> endings.complete(List.of(new OrderComplete(pending), new OrderComplete(canceled)))))
                .isInstanceOf(IllegalOrderTransitionException.class)
                .hasMessageContaining("cannot make order " + canceled + " COMPLETED: it is CANCELED");
        assertThatThrownBy(() -> inTransaction(
                        () -> endings.cancel(List.of(new OrderCancel(pending, "r"), new OrderCancel(completed, "r")))))
                .isInstanceOf(IllegalOrderTransitionException.class)
                .hasMessageContaining("cannot make order " + completed + " CANCELED: it is COMPLETED");

        assertThat(status(completed)).isEqualTo("COMPLETED");
        assertThat(status(canceled)).isEqualTo("CANCELED");
        assertThat(status(pending)).isEqualTo("PENDING");
    }

    @Test
    void anUnknownOrderIsAnError() {
        String unknown = UUID.randomUUID().toString();

        assertThatThrownBy(() -> endings.complete(List.of(new OrderComplete(unknown))))
                .isInstanceOf(IllegalOrderTransitionException.class)
                .hasMessageContaining("no such order");
        assertThatThrownBy(() -> endings.cancel(List.of(new OrderCancel("4711", "r"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'4711'");
    }

    @Test
    void aForeignReasonIsMadeStorable() throws Exception {
        String id = service.placed(KEYBOARD_ORDER);

        endings.cancel(List.of(new OrderCancel(id, "\0no" + " stock".repeat(1_000))));

        assertThat(order(id).get("reason").stringValue())
                .startsWith("no stock")
                .hasSize(OrderEndings.MAX_REASON_LENGTH);
    }

    @Test
    void theDatabaseItselfRefusesAnEndingWithoutATime() throws Exception {
        String id = service.placed(KEYBOARD_ORDER);

        assertThatThrownBy(() -> service.jdbc()
                        .update("update orders set status = 'COMPLETED' where id = ?", UUID.fromString(id)))
                .hasMessageContaining("orders_finished");
    }

    private void inTransaction(Runnable work) {
        service.bean(TransactionOperations.class).executeWithoutResult(status -> work.run());
    }

    private String status(String id) throws Exception {
        return order(id).get("status").stringValue();
    }

    private JsonNode order(String id) throws Exception {
        return json(service.get("/orders/" + id));
    }
}
