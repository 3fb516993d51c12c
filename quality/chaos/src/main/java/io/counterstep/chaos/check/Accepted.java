package io.counterstep.chaos.check;

import io.counterstep.chaos.load.Kind;
import java.time.Instant;

/**
 * An order whose customer was told 202.
 *
 * @param at when the customer had the answer
 */
public record Accepted(String orderId, Kind kind, Instant at) {}
