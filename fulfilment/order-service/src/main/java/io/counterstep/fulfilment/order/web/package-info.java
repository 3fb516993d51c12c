/** Orders over HTTP: strict reading of requests, and problem details (RFC 9457) for everything that is refused. */
@NullMarked
package io.counterstep.fulfilment.order.web;

import org.jspecify.annotations.NullMarked;
