/** What the command line needs to know to break things on purpose; how it is done is a module of its own. */
@NullMarked
package io.counterstep.fulfilment.local.chaos;

import org.jspecify.annotations.NullMarked;
