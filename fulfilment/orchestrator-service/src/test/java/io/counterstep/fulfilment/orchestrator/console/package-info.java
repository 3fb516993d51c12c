@NullMarked
package io.counterstep.fulfilment.orchestrator.console;

import org.jspecify.annotations.NullMarked;
