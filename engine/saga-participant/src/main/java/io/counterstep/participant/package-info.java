/** The participant's side: handlers, the ledger that makes them idempotent, and the outbox. */
@NullMarked
package io.counterstep.participant;

import org.jspecify.annotations.NullMarked;
