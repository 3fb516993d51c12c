package io.counterstep.chaos.check;

import java.util.List;
import java.util.Map;

/**
 * What a check has found.
 *
 * @param orders how many there are of each ending
 * @param figures what else was counted
 * @param story of the smallest violation; empty if there is none
 */
public record Verdict(
        List<Violation> violations, Map<String, Long> orders, Map<String, Long> figures, List<String> story) {}
