@NullMarked
package io.counterstep.chaos.load;

import org.jspecify.annotations.NullMarked;
