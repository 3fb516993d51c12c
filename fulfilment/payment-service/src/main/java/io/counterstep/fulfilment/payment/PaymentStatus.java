package io.counterstep.fulfilment.payment;

/** What has become of an order's payment; the names are stored and shown. */
enum PaymentStatus {
    CHARGED,
    REFUNDED,
    REFUSED
}
