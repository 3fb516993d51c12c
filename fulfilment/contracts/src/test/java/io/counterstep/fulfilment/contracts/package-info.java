@NullMarked
package io.counterstep.fulfilment.contracts;

import org.jspecify.annotations.NullMarked;
