@NullMarked
package io.counterstep.fulfilment.orchestrator;

import org.jspecify.annotations.NullMarked;
