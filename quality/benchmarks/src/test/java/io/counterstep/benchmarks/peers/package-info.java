@NullMarked
package io.counterstep.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
