/** What people would pick instead, each set up at its best, running the same sagas. */
@NullMarked
package io.counterstep.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
