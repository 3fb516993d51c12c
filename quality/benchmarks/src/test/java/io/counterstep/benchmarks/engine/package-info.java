@NullMarked
package io.counterstep.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
