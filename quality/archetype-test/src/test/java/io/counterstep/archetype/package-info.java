/** The archetype, used as its users do. */
@NullMarked
package io.counterstep.archetype;

import org.jspecify.annotations.NullMarked;
