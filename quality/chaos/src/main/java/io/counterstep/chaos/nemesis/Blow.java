package io.counterstep.chaos.nemesis;

import java.time.Instant;

/**
 * A fault that was brought about, or was tried to be.
 *
 * @param evidence what shows that it was there
 * @param fired false if it could not be brought about; then the evidence says why
 */
public record Blow(Fault fault, String target, Instant struck, Instant healed, boolean fired, String evidence) {}
