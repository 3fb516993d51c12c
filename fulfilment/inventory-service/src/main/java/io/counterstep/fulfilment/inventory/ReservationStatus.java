package io.counterstep.fulfilment.inventory;

/** What has become of an order's reservation; the names are stored and shown. */
enum ReservationStatus {
    RESERVED,
    ROLLED_BACK,
    REFUSED
}
