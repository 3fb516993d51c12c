/** What must hold after a run, and the story of what did not. */
@NullMarked
package io.counterstep.chaos.check;

import org.jspecify.annotations.NullMarked;
