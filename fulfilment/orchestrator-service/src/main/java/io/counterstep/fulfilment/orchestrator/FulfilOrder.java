package io.counterstep.fulfilment.orchestrator;

import static io.counterstep.core.definition.Version.version;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.fulfilment.contracts.InventoryVocabulary;
import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCreated;
import io.counterstep.fulfilment.contracts.PaymentVocabulary;
import io.counterstep.fulfilment.contracts.ShippingVocabulary;

/** How an order is fulfilled: pay, reserve, ship; and the way back from each. */
public final class FulfilOrder {

    public static final String NAME = "fulfil-order";

    private FulfilOrder() {}

    /** Version 1. Whatever changes its steps, their order or their commands is a new version beside this one. */
    public static SagaDefinition<OrderCreated> definition() {
        return Saga.named(NAME, version(1))
                .startedBy(OrderVocabulary.CREATED)
                .canceledBy(OrderVocabulary.CANCEL_REQUESTED)
                .step("payment")
                .invoke(PaymentVocabulary.REQUEST, Commands::payment)
                .compensate(PaymentVocabulary.CANCEL, Commands::refund)
                .step("inventory")
                .invoke(InventoryVocabulary.REQUEST, Commands::reservation)
                .compensate(InventoryVocabulary.ROLLBACK, Commands::release)
                .step("shipping")
                .invoke(ShippingVocabulary.REQUEST, Commands::shipment)
                .compensate(ShippingVocabulary.CANCEL, Commands::recall)
                .completeWith(OrderVocabulary.COMPLETE, Commands::completion)
                .cancelWith(OrderVocabulary.CANCEL, Commands::cancellation);
    }
}
