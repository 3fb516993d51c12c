@NullMarked
package io.counterstep.chaos;

import org.jspecify.annotations.NullMarked;
