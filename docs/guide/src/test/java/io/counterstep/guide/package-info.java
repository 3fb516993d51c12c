/** The code that the guide's chapters show: what stands between region markers is in a chapter, letter for letter. */
@NullMarked
package io.counterstep.guide;

import org.jspecify.annotations.NullMarked;
