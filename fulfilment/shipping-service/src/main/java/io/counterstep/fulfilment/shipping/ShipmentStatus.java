package io.counterstep.fulfilment.shipping;

/** What has become of an order's shipment; the names are stored and shown. */
enum ShipmentStatus {
    BOOKED,
    CANCELED,
    REFUSED
}
