@NullMarked
package io.counterstep.chaos.sabotage;

import org.jspecify.annotations.NullMarked;
