/** One run from start to report. */
@NullMarked
package io.counterstep.chaos.run;

import org.jspecify.annotations.NullMarked;
