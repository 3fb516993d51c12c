/** What the command line and the benchmarks agree on: the options, and how they are run. */
@NullMarked
package io.counterstep.fulfilment.local.bench;

import org.jspecify.annotations.NullMarked;
