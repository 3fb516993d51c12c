package io.counterstep.fulfilment.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.fulfilment.contracts.InventoryVocabulary;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryFailed;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventorySuccess;
import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.fulfilment.contracts.OrderVocabulary.Destination;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCreated;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderLine;
import io.counterstep.fulfilment.contracts.PaymentVocabulary;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentFailed;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentSuccess;
import io.counterstep.fulfilment.contracts.ShippingVocabulary;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingFailed;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingSuccess;
import io.counterstep.participant.Handlers;
import io.counterstep.testing.Choices;
import io.counterstep.testing.Simulation;
import io.counterstep.testing.Tally;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order system's saga under every fault, with services that refuse as the real ones do but keep no books. */
@Tag("G1")
@Tag("G2")
@Tag("G4")
class FulfilOrderSimulationTest {

    private static final int SCHEDULES = 20_000;

    @Test
    void everyOrderEndsCompletedOrCanceledWithEverythingUndone() {
        Tally tally = Simulation.of(
                        FulfilOrder.definition(),
                        FulfilOrderSimulationTest::anyOrder,
                        FulfilOrderSimulationTest::services)
                .check(1, SCHEDULES);

        assertThat(tally.of(Kind.COMPLETED)).isGreaterThan(SCHEDULES / 10);
        assertThat(tally.of(Kind.CANCELED)).isGreaterThan(SCHEDULES / 10);
        assertThat(tally.of(Kind.STEP_TIMED_OUT)).isGreaterThan(SCHEDULES / 10);
    }

    /** An order that all services accept, or that one of them refuses. */
    private static OrderCreated anyOrder(String id, Choices choices) {
        String customer = choices.oneIn(5) ? "bankrupt" : "alice";
        String sku = choices.oneIn(5) ? "OUT-OF-STOCK" : "KEYBOARD";
        String country = choices.oneIn(5) ? "AQ" : "KR";
        Money price = new Money("KRW", 89_000);
        return new OrderCreated(
                id, customer, List.of(new OrderLine(sku, 1, price)), price, new Destination(country, null));
    }

    private static List<Handlers> services() {
        return List.of(payment(), inventory(), shipping(), order());
    }

    private static Handlers payment() {
        return Handlers.of(PaymentVocabulary.PAYMENT)
                .on(
                        PaymentVocabulary.REQUEST,
                        it -> it.customerId().equals("bankrupt")
                                ? new PaymentFailed(it.orderId(), "balance too low")
                                : new PaymentSuccess(it.orderId(), "pay-" + it.orderId()))
                .on(PaymentVocabulary.CANCEL, it -> {})
                .build();
    }

    private static Handlers inventory() {
        return Handlers.of(InventoryVocabulary.INVENTORY)
                .on(
                        InventoryVocabulary.REQUEST,
                        it -> it.lines().getFirst().sku().equals("OUT-OF-STOCK")
                                ? new InventoryFailed(it.orderId(), "OUT-OF-STOCK is short")
                                : new InventorySuccess(it.orderId(), "res-" + it.orderId()))
                .on(InventoryVocabulary.ROLLBACK, it -> {})
                .build();
    }

    private static Handlers shipping() {
        return Handlers.of(ShippingVocabulary.SHIPPING)
                .on(
                        ShippingVocabulary.REQUEST,
                        it -> it.country().equals("AQ")
                                ? new ShippingFailed(it.orderId(), "no carrier serves AQ")
                                : new ShippingSuccess(it.orderId(), "post", "track-" + it.orderId()))
                .on(ShippingVocabulary.CANCEL, it -> {})
                .build();
    }

    private static Handlers order() {
        return Handlers.of(OrderVocabulary.ORDER)
                .on(OrderVocabulary.COMPLETE, it -> {})
                .on(OrderVocabulary.CANCEL, it -> {})
                .build();
    }
}
