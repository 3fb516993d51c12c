@NullMarked
package io.counterstep.messaging;

import org.jspecify.annotations.NullMarked;
