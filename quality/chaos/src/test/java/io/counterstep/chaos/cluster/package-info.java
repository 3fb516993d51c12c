@NullMarked
package io.counterstep.chaos.cluster;

import org.jspecify.annotations.NullMarked;
