package io.counterstep.testing;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an exploration has seen, without a violation.
 *
 * @param depth within how many steps from the start faults were dealt
 * @param faultsAPath how many faults a path had at most
 * @param states different situations
 * @param transitions from one situation to another, or to the same
 * @param endStates situations in which nothing more can happen; in each of them the saga was over and every effect right
 * @param longest the steps of the longest path, each situation reached by the shortest
 * @param strikes how often each fault was dealt, by its name
 */
public record Exploration(
        String definition,
        int depth,
        int faultsAPath,
        long states,
        long transitions,
        long endStates,
        int longest,
        Map<String, Long> strikes,
        Duration took) {

    public Exploration {
        strikes = Map.copyOf(strikes);
    }

    /** How often that fault was dealt, to whomever. */
    public long of(Fault fault) {
        return strikes.entrySet().stream()
                .filter(it -> it.getKey().equals(fault.name()) || it.getKey().startsWith(fault.name() + " "))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Several lines for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                "explored %s: %,d states, %,d transitions, %,d end states in %.1f s; up to %d faults a path within %d steps, longest path %d steps"
                        .formatted(
                                definition,
                                states,
                                transitions,
                                endStates,
                                took.toMillis() / 1_000.0,
                                faultsAPath,
                                depth,
                                longest));
        new TreeMap<>(strikes).forEach((what, count) -> text.append("%n  %,12d %s".formatted(count, what)));
        return text.toString();
    }
}
