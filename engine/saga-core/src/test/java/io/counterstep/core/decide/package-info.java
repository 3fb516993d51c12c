@NullMarked
package io.counterstep.core.decide;

import org.jspecify.annotations.NullMarked;
