package io.counterstep.fulfilment.shipping;

/**
 * Who carries a shipment.
 *
 * @param trackingPrefix begins the carrier's tracking numbers; no two carriers have the same
 */
record Carrier(String code, String trackingPrefix) {}
