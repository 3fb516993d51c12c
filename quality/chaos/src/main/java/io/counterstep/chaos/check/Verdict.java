package io.counterstep.chaos.check;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param violations the most basic invariants first, at most 1,000 of each
 * @param violated how many violations of each invariant there are; those that hold are left out
 * @param counts figures by name, such as how many orders were completed
 * @param story of one violation; null if there is none
 */
public record Verdict(
        List<Violation> violations,
        Map<Invariant, Long> violated,
        Map<String, Long> counts,
        List<DeadLetters> deadLetters,
        @Nullable Story story) {

    /** Of a check that could not be made. */
    public static final Verdict NONE = new Verdict(List.of(), Map.of(), Map.of(), List.of(), null);

    /** Whether everything holds. */
    public boolean holds() {
        return violations.isEmpty();
    }

    /** A figure by its name; zero if nothing was counted. */
    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }
}
