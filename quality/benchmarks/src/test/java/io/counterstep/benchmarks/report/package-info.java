@NullMarked
package io.counterstep.benchmarks.report;

import org.jspecify.annotations.NullMarked;
