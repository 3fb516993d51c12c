/** What a system uses while it is under load: processors, memory, disk, records and statements. */
@NullMarked
package io.counterstep.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
