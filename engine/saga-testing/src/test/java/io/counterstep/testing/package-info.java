@NullMarked
package io.counterstep.testing;

import org.jspecify.annotations.NullMarked;
