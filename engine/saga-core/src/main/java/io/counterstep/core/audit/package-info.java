/** How an orchestrator asks a participant what its ledger says, and what that answers. */
@NullMarked
package io.counterstep.core.audit;

import org.jspecify.annotations.NullMarked;
