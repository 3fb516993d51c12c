/** The orchestrator service: the saga that fulfils an order, and its API. */
@NullMarked
package io.counterstep.fulfilment.orchestrator;

import org.jspecify.annotations.NullMarked;
