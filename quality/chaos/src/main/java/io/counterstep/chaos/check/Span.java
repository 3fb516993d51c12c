package io.counterstep.chaos.check;

import java.time.Instant;

/** A fault that was active from then to then. */
public record Span(String name, Instant from, Instant to) {}
