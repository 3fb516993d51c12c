/** The arrows of the design and the house rules, each seen to fail. */
@NullMarked
package io.counterstep.architecture;

import org.jspecify.annotations.NullMarked;
