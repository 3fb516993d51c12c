package io.counterstep.fulfilment.local.cli;

/** A saga's id is its definition's name, a colon, and its business key. */
final class SagaIds {

    private static final String FULFIL_ORDER = "fulfil-order:";

    private SagaIds() {}

    static String ofOrder(String orderId) {
        return FULFIL_ORDER + orderId;
    }

    /** A bare order id stands for the saga that fulfils it. */
    static String of(String sagaOrOrderId) {
        return sagaOrOrderId.contains(":") ? sagaOrOrderId : ofOrder(sagaOrOrderId);
    }
}
