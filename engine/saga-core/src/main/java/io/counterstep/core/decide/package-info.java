/** What happens next: the saga's state, the inputs, and the one pure function that decides. */
@NullMarked
package io.counterstep.core.decide;

import org.jspecify.annotations.NullMarked;
