/**
 * The whole system on one machine: an embedded Kafka broker, an embedded PostgreSQL and the five services, either in
 * this JVM or as one process each. {@link io.counterstep.fulfilment.local.LocalSystem} is the face; the command
 * {@code up} and the system tests start the same thing.
 */
@NullMarked
package io.counterstep.fulfilment.local;

import org.jspecify.annotations.NullMarked;
