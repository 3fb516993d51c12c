/** Closed loops of sagas against Counterstep, its peers and the bare machine. */
@NullMarked
package io.counterstep.benchmarks;

import org.jspecify.annotations.NullMarked;
