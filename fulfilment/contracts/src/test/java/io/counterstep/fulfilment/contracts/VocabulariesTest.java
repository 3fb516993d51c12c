package io.counterstep.fulfilment.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wire names and topics of DESIGN section 3: services in other languages and stored sagas rely on each of them. */
class VocabulariesTest {

    @Test
    void eachServiceReadsItsCommandsAndWritesItsEvents() {
        assertThat(List.of(
                        OrderVocabulary.ORDER,
                        PaymentVocabulary.PAYMENT,
                        InventoryVocabulary.INVENTORY,
                        ShippingVocabulary.SHIPPING))
                .containsExactly(
                        new Participant("order", "order-commands", "order-events"),
                        new Participant("payment", "payment-commands", "payment-events"),
                        new Participant("inventory", "inventory-commands", "inventory-events"),
                        new Participant("shipping", "shipping-commands", "shipping-events"));
    }

    @Test
    void requestsAreAnsweredBySuccessOrFailure() {
        assertNames(PaymentVocabulary.REQUEST, "PAYMENT_REQUESTED", "PAYMENT_SUCCESS", "PAYMENT_FAILED");
        assertNames(InventoryVocabulary.REQUEST, "INVENTORY_REQUESTED", "INVENTORY_SUCCESS", "INVENTORY_FAILED");
        assertNames(ShippingVocabulary.REQUEST, "SHIPPING_REQUESTED", "SHIPPING_SUCCESS", "SHIPPING_FAILED");
    }

    @Test
    void compensationsAndEndingsAreConfirmed() {
        assertNames(PaymentVocabulary.CANCEL, "PAYMENT_CANCEL", "PAYMENT_CANCELED");
        assertNames(InventoryVocabulary.ROLLBACK, "INVENTORY_ROLLBACK", "INVENTORY_ROLLED_BACK");
        assertNames(ShippingVocabulary.CANCEL, "SHIPPING_CANCEL", "SHIPPING_CANCELED");
        assertNames(OrderVocabulary.COMPLETE, "ORDER_COMPLETE", "ORDER_COMPLETED");
        assertNames(OrderVocabulary.CANCEL, "ORDER_CANCEL", "ORDER_CANCELED");
    }

    @Test
    void theOrderServiceTellsOfNewOrdersAndOfWishesToCancel() {
        assertThat(OrderVocabulary.CREATED.type()).hasToString("ORDER_CREATED");
        assertThat(OrderVocabulary.CANCEL_REQUESTED.type()).hasToString("ORDER_CANCEL_REQUESTED");
    }

    @Test
    void aConfirmationNamesTheOrderOfItsCommand() {
        assertThat(PaymentVocabulary.CANCEL.confirmation().apply(new PaymentVocabulary.PaymentCancel("4711")))
                .isEqualTo(new PaymentVocabulary.PaymentCanceled("4711"));
        assertThat(InventoryVocabulary.ROLLBACK.confirmation().apply(new InventoryVocabulary.InventoryRollback("4711")))
                .isEqualTo(new InventoryVocabulary.InventoryRolledBack("4711"));
        assertThat(ShippingVocabulary.CANCEL.confirmation().apply(new ShippingVocabulary.ShippingCancel("4711")))
                .isEqualTo(new ShippingVocabulary.ShippingCanceled("4711"));
        assertThat(OrderVocabulary.COMPLETE.confirmation().apply(new OrderVocabulary.OrderComplete("4711")))
                .isEqualTo(new OrderVocabulary.OrderCompleted("4711"));
        assertThat(OrderVocabulary.CANCEL.confirmation().apply(new OrderVocabulary.OrderCancel("4711", "no stock")))
                .isEqualTo(new OrderVocabulary.OrderCanceled("4711", "no stock"));
    }

    private static void assertNames(Request<?, ?> request, String type, String success, String refusal) {
        assertThat(List.of(
                        request.type().name(),
                        request.success().name(),
                        request.refusal().name()))
                .containsExactly(type, success, refusal);
    }

    private static void assertNames(Instruction<?> instruction, String type, String confirmation) {
        assertThat(List.of(instruction.type().name(), instruction.confirmedBy().name()))
                .containsExactly(type, confirmation);
    }
}
