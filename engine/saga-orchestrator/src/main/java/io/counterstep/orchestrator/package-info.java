/** The orchestrator's side: the saga store, the replies' handler, the checks, and the queries. */
@NullMarked
package io.counterstep.orchestrator;

import org.jspecify.annotations.NullMarked;
