/** Stock and its reservations: reserves all lines of an order or none, and gives them back when it is canceled. */
@NullMarked
package io.counterstep.fulfilment.inventory;

import org.jspecify.annotations.NullMarked;
