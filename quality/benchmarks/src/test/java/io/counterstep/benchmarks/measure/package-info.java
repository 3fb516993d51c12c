@NullMarked
package io.counterstep.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
