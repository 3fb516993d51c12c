/**
 * The console: pages for people, rendered here, on the public HTTP API alone. Nothing in here knows the engine: whatever a
 * page shows or does, a program can get or do at the same addresses under {@code /api}.
 */
@NullMarked
package io.counterstep.fulfilment.orchestrator.console;

import org.jspecify.annotations.NullMarked;
