@NullMarked
package io.counterstep.core.migrate;

import org.jspecify.annotations.NullMarked;
