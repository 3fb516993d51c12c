@NullMarked
package io.counterstep.benchmarks;

import org.jspecify.annotations.NullMarked;
