package io.counterstep.chaos.load;

import java.time.Instant;

/** An order for which a customer got 202. */
public record Accepted(String orderId, Kind kind, Instant at) {}
