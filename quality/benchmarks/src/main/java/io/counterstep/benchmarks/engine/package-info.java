/** The workload {@code engine}: the orchestrator as any team runs it, with participants that only answer. */
@NullMarked
package io.counterstep.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
