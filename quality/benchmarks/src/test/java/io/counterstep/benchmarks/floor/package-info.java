@NullMarked
package io.counterstep.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
