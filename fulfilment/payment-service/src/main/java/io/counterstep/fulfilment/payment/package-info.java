/**
 * Customer accounts and a double-entry ledger: charges an order's customer, and gives the money back when the order is
 * canceled.
 */
@NullMarked
package io.counterstep.fulfilment.payment;

import org.jspecify.annotations.NullMarked;
