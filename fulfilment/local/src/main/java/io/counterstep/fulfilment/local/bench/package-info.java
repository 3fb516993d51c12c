/** Load through the public HTTP API, measured from the order's POST to its final event. */
@NullMarked
package io.counterstep.fulfilment.local.bench;

import org.jspecify.annotations.NullMarked;
