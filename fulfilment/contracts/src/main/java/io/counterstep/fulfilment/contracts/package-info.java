/** What the services of the order system say to each other: one file for each participant's vocabulary. */
@NullMarked
package io.counterstep.fulfilment.contracts;

import org.jspecify.annotations.NullMarked;
