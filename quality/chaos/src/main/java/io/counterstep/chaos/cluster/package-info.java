/** The system under test as real processes: three brokers, PostgreSQL and two instances of each service, each behind proxies. */
@NullMarked
package io.counterstep.chaos.cluster;

import org.jspecify.annotations.NullMarked;
