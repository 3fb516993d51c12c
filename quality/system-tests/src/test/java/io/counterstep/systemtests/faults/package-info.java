/** Faults on real Kafka and PostgreSQL: what is killed, lost, doubled, late or poisonous, and what holds all the same. */
@NullMarked
package io.counterstep.systemtests.faults;

import org.jspecify.annotations.NullMarked;
