@NullMarked
package io.counterstep.fulfilment.local;

import org.jspecify.annotations.NullMarked;
