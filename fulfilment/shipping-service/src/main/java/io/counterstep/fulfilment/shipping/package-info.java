/** Carriers, the countries they serve, and shipments: books an order with a carrier, and cancels the booking. */
@NullMarked
package io.counterstep.fulfilment.shipping;

import org.jspecify.annotations.NullMarked;
