/** The command line: a client of the services' public HTTP APIs, without a Spring context. */
@NullMarked
package io.counterstep.fulfilment.local.cli;

import org.jspecify.annotations.NullMarked;
