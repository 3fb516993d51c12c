@NullMarked
package io.counterstep.orchestrator;

import org.jspecify.annotations.NullMarked;
