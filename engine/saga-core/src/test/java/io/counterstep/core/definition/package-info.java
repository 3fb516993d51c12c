@NullMarked
package io.counterstep.core.definition;

import org.jspecify.annotations.NullMarked;
