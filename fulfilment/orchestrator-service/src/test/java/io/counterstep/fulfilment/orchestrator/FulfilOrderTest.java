package io.counterstep.fulfilment.orchestrator;

import static io.counterstep.testing.SagaScenario.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.Timing;
import io.counterstep.core.message.Action;
import io.counterstep.fulfilment.contracts.InventoryVocabulary;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryFailed;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRequested;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRollback;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventorySuccess;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.StockLine;
import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.fulfilment.contracts.OrderVocabulary.Destination;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCancel;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderComplete;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCreated;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderLine;
import io.counterstep.fulfilment.contracts.PaymentVocabulary;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentCancel;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentFailed;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentRequested;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentSuccess;
import io.counterstep.fulfilment.contracts.ShippingVocabulary;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingCancel;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingFailed;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingRequested;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingSuccess;
import io.counterstep.testing.Given;
import io.counterstep.testing.SagaScenario;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The four flows of the order system, and what may cross them. */
class FulfilOrderTest {

    private static final String ID = "4711";
    private static final List<StockLine> STOCK_LINES = List.of(new StockLine("KEYBOARD", 2), new StockLine("MOUSE", 1));

    private static Given<OrderCreated> ordered() {
        return SagaScenario.of(FulfilOrder.definition()).given().started(ID, TestOrder.of(ID));
    }

    private static Given<OrderCreated> paid() {
        return ordered().replied(PaymentVocabulary.SUCCESS, new PaymentSuccess(ID, "pay-1"));
    }

    private static Given<OrderCreated> reserved() {
        return paid().replied(InventoryVocabulary.SUCCESS, new InventorySuccess(ID, "res-1"));
    }

    private static Given<OrderCreated> shipped() {
        return reserved().replied(ShippingVocabulary.SUCCESS, new ShippingSuccess(ID, "post", "track-1"));
    }

    @Nested
    class Success {

        @Test
        void anOrderIsPaidInFull() {
            SagaScenario.of(FulfilOrder.definition())
                    .when()
                    .started(ID, TestOrder.of(ID))
                    .then()
                    .commands(command(
                            PaymentVocabulary.REQUEST, new PaymentRequested(ID, "alice", new Money("KRW", 258_000))))
                    .state(Status.RUNNING);
        }

        @Test
        void whatIsPaidIsReserved() {
            ordered()
                    .when()
                    .replied(PaymentVocabulary.SUCCESS, new PaymentSuccess(ID, "pay-1"))
                    .then()
                    .commands(command(InventoryVocabulary.REQUEST, new InventoryRequested(ID, STOCK_LINES)));
        }

        @Test
        void whatIsReservedIsShippedToItsDestination() {
            paid().when()
                    .replied(InventoryVocabulary.SUCCESS, new InventorySuccess(ID, "res-1"))
                    .then()
                    .commands(
                            command(ShippingVocabulary.REQUEST, new ShippingRequested(ID, "KR", "04524", STOCK_LINES)));
        }

        @Test
        void whatIsShippedIsCompletedAndTheSagaWithIt() {
            reserved()
                    .when()
                    .replied(ShippingVocabulary.SUCCESS, new ShippingSuccess(ID, "post", "track-1"))
                    .confirmed()
                    .then()
                    .commands(command(OrderVocabulary.COMPLETE, new OrderComplete(ID)))
                    .state(Status.COMPLETED);
        }
    }

    @Nested
    @Tag("G4")
    class Refusal {

        @Test
        void aRefusedPaymentCancelsTheOrderAtOnce() {
            ordered()
                    .when()
                    .replied(PaymentVocabulary.FAILED, new PaymentFailed(ID, "balance too low"))
                    .then()
                    .commands(command(OrderVocabulary.CANCEL, new OrderCancel(ID, "PAYMENT_FAILED: balance too low")))
                    .state(Status.COMPENSATING);
        }

        @Test
        void missingStockReturnsTheMoneyFirst() {
            paid().when()
                    .replied(InventoryVocabulary.FAILED, new InventoryFailed(ID, "MOUSE is short"))
                    .confirmed()
                    .confirmed()
                    .then()
                    .commands(
                            command(PaymentVocabulary.CANCEL, new PaymentCancel(ID)),
                            command(OrderVocabulary.CANCEL, new OrderCancel(ID, "INVENTORY_FAILED: MOUSE is short")))
                    .state(Status.CANCELED);
        }

        @Test
        void aDestinationNobodyServesReturnsStockThenMoney() {
            reserved()
                    .when()
                    .replied(ShippingVocabulary.FAILED, new ShippingFailed(ID, "no carrier serves AQ"))
                    .confirmed()
                    .confirmed()
                    .confirmed()
                    .then()
                    .commands(
                            command(InventoryVocabulary.ROLLBACK, new InventoryRollback(ID)),
                            command(PaymentVocabulary.CANCEL, new PaymentCancel(ID)),
                            command(
                                    OrderVocabulary.CANCEL,
                                    new OrderCancel(ID, "SHIPPING_FAILED: no carrier serves AQ")))
                    .state(Status.CANCELED);
        }
    }

    @Nested
    @Tag("G5")
    class Silence {

        @Test
        void aSilentShippingServiceIsAskedAgainAndThenCanceled() {
            ShippingRequested request = new ShippingRequested(ID, "KR", "04524", STOCK_LINES);
            reserved()
                    .when()
                    .timePasses(Timing.DEFAULT_DEADLINE)
                    .then()
                    .commands(
                            command(ShippingVocabulary.REQUEST, request),
                            command(ShippingVocabulary.REQUEST, request),
                            command(ShippingVocabulary.CANCEL, new ShippingCancel(ID)))
                    .reason("step shipping timed out after PT30S");
        }

        @Test
        void aPaymentThatAnswersTooLateChangesNothing() {
            ordered()
                    .timePasses(Timing.DEFAULT_DEADLINE)
                    .when()
                    .replied(PaymentVocabulary.SUCCESS, new PaymentSuccess(ID, "pay-1"))
                    .then()
                    .ignored(Reason.STALE_REPLY)
                    .waitsFor("payment", Action.COMPENSATE);
        }
    }

    @Nested
    class TheCustomersWish {

        @Test
        void undoesTheStepThatIsStillUnanswered() {
            paid().when()
                    .cancelRequested()
                    .then()
                    .commands(command(InventoryVocabulary.ROLLBACK, new InventoryRollback(ID)))
                    .reason("ORDER_CANCEL_REQUESTED");
        }

        @Test
        void comesTooLateOnceTheOrderIsShipped() {
            shipped().when().cancelRequested().then().noCommands().ignored(Reason.CANCEL_TOO_LATE);
        }
    }

    @Test
    @Tag("G7")
    void aForeignPaymentServiceNeedsNothingButTheOrdersId() {
        ordered()
                .when()
                .repliedByForeigner(PaymentVocabulary.SUCCESS, new PaymentSuccess(ID, null))
                .then()
                .waitsFor("inventory", Action.INVOKE);
    }

    @Test
    void theSagaReadsAndWritesTheTopicsOfTheDesign() {
        assertThat(FulfilOrder.definition().eventTopics())
                .containsExactlyInAnyOrder("order-events", "payment-events", "inventory-events", "shipping-events");
        assertThat(FulfilOrder.definition().commandTopics())
                .containsExactlyInAnyOrder(
                        "order-commands", "payment-commands", "inventory-commands", "shipping-commands");
    }

    /** An order of two keyboards and a mouse. */
    static final class TestOrder {

        private TestOrder() {}

        static OrderCreated of(String id) {
            return new OrderCreated(
                    id,
                    "alice",
                    List.of(
                            new OrderLine("KEYBOARD", 2, new Money("KRW", 89_000)),
                            new OrderLine("MOUSE", 1, new Money("KRW", 80_000))),
                    new Money("KRW", 258_000),
                    new Destination("KR", "04524"));
        }
    }
}
