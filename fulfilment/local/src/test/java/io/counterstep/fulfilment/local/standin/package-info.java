/** A service without business, so that the launcher is tested without the real ones. */
@NullMarked
package io.counterstep.fulfilment.local.standin;

import org.jspecify.annotations.NullMarked;
