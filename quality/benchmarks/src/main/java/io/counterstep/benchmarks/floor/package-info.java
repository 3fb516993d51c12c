/** The limit on this machine: bare Kafka and bare SQL doing as much as the sagas need, and nothing else. */
@NullMarked
package io.counterstep.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
