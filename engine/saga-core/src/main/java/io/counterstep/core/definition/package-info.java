/** What a saga is: the staged definition and its steps. */
@NullMarked
package io.counterstep.core.definition;

import org.jspecify.annotations.NullMarked;
