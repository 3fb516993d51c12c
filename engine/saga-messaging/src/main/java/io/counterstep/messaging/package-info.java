/** Message and record, and the one loop that all the work goes through. */
@NullMarked
package io.counterstep.messaging;

import org.jspecify.annotations.NullMarked;
