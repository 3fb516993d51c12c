/** Draws faults from a seed and brings them about. */
@NullMarked
package io.counterstep.chaos.nemesis;

import org.jspecify.annotations.NullMarked;
