/** Orders: placed over HTTP, announced through the outbox, completed and canceled on the saga's command. */
@NullMarked
package io.counterstep.fulfilment.order;

import org.jspecify.annotations.NullMarked;
