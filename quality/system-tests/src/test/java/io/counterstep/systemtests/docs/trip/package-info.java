/** The saga that the README defines. What stands between region markers is in the README, letter for letter. */
@NullMarked
package io.counterstep.systemtests.docs.trip;

import org.jspecify.annotations.NullMarked;
