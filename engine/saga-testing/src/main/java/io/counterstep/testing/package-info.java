/**
 * Tests for sagas without Kafka, a database or a clock: given/when/then over a definition, handlers with an in-memory
 * ledger, and a simulation of the whole under faults. Depends on no test framework; failures are {@link AssertionError}s.
 */
@NullMarked
package io.counterstep.testing;

import org.jspecify.annotations.NullMarked;
