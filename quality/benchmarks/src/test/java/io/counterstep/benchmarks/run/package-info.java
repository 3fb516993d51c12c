@NullMarked
package io.counterstep.benchmarks.run;

import org.jspecify.annotations.NullMarked;
