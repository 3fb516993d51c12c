@NullMarked
package io.counterstep.chaos.check;

import org.jspecify.annotations.NullMarked;
