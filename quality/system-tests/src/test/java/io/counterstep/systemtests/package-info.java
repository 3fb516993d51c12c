/** What the whole system promises, tried on the whole system: real Kafka, real PostgreSQL, all five services. */
@NullMarked
package io.counterstep.systemtests;

import org.jspecify.annotations.NullMarked;
