/** Takes one guard out of a service's process, so that the checks can be seen to catch it. */
@NullMarked
package io.counterstep.chaos.sabotage;

import org.jspecify.annotations.NullMarked;
