package io.counterstep.chaos.check;

import java.time.Instant;

/** A fault and its time, to be shown beside what happened meanwhile. */
public record Span(String name, Instant from, Instant to) {}
