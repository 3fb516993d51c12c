/** The rounds: one system alive at a time, each in a process of its own. */
@NullMarked
package io.counterstep.benchmarks.run;

import org.jspecify.annotations.NullMarked;
