@NullMarked
package io.counterstep.participant;

import org.jspecify.annotations.NullMarked;
