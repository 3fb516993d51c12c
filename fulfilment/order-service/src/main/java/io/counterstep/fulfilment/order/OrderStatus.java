package io.counterstep.fulfilment.order;

/**
 * Where an order stands: PENDING → COMPLETED or PENDING → CANCELED, and both are final. The names are stored and shown.
 */
public enum OrderStatus {
    PENDING,
    COMPLETED,
    CANCELED
}
