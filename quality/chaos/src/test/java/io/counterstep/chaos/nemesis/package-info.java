@NullMarked
package io.counterstep.chaos.nemesis;

import org.jspecify.annotations.NullMarked;
