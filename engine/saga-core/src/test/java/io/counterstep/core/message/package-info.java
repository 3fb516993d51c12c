@NullMarked
package io.counterstep.core.message;

import org.jspecify.annotations.NullMarked;
