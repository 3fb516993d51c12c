package io.counterstep.fulfilment.orchestrator;

import io.counterstep.core.definition.SagaData;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRequested;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRollback;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.StockLine;
import io.counterstep.fulfilment.contracts.OrderVocabulary.Destination;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCancel;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderComplete;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCreated;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentCancel;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentRequested;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingCancel;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingRequested;
import java.util.List;

/** What {@link FulfilOrder} says to each participant, built from the order. */
final class Commands {

    private Commands() {}

    static PaymentRequested payment(SagaData<OrderCreated> saga) {
        OrderCreated order = saga.start();
        return new PaymentRequested(saga.key(), order.customerId(), order.total());
    }

    static PaymentCancel refund(SagaData<OrderCreated> saga) {
        return new PaymentCancel(saga.key());
    }

    static InventoryRequested reservation(SagaData<OrderCreated> saga) {
        return new InventoryRequested(saga.key(), stockLines(saga.start()));
    }

    static InventoryRollback release(SagaData<OrderCreated> saga) {
        return new InventoryRollback(saga.key());
    }

    static ShippingRequested shipment(SagaData<OrderCreated> saga) {
        OrderCreated order = saga.start();
        Destination destination = order.destination();
        return new ShippingRequested(saga.key(), destination.country(), destination.postalCode(), stockLines(order));
    }

    static ShippingCancel recall(SagaData<OrderCreated> saga) {
        return new ShippingCancel(saga.key());
    }

    static OrderComplete completion(SagaData<OrderCreated> saga) {
        return new OrderComplete(saga.key());
    }

    static OrderCancel cancellation(SagaData<OrderCreated> saga) {
        // No saga turns back without a reason.
        return new OrderCancel(saga.key(), saga.reason().orElseThrow());
    }

    private static List<StockLine> stockLines(OrderCreated order) {
        return order.lines().stream()
                .map(line -> new StockLine(line.sku(), line.quantity()))
                .toList();
    }
}
