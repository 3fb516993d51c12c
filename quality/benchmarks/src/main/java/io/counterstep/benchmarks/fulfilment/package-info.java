/** The order system as a contender: load through its HTTP API, or through the topic that its sagas start from. */
@NullMarked
package io.counterstep.benchmarks.fulfilment;

import org.jspecify.annotations.NullMarked;
