@NullMarked
package io.counterstep.benchmarks.fulfilment;

import org.jspecify.annotations.NullMarked;
