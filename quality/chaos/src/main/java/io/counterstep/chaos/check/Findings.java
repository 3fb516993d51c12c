package io.counterstep.chaos.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects violations and figures. Used by one thread. */
final class Findings {

    /** So many violations of each invariant are kept; all are counted. */
    static final int MAX_KEPT = 1_000;

    private final Map<Invariant, List<Violation>> violations = new EnumMap<>(Invariant.class);
    private final Map<Invariant, Long> violated = new EnumMap<>(Invariant.class);
    private final Map<String, Long> figures = new TreeMap<>();

    void violation(Invariant invariant, String orderId, String what) {
        violated.merge(invariant, 1L, Long::sum);
        List<Violation> kept = violations.computeIfAbsent(invariant, it -> new ArrayList<>());
        if (kept.size() < MAX_KEPT) {
            kept.add(new Violation(invariant, orderId, what));
        }
    }

    void count(String figure) {
        figures.merge(figure, 1L, Long::sum);
    }

    void figure(String figure, long value) {
        figures.put(figure, value);
    }

    /** The most basic invariants first. */
    List<Violation> violations() {
        return violations.values().stream().flatMap(List::stream).toList();
    }

    Map<Invariant, Long> violated() {
        return Map.copyOf(violated);
    }

    Map<String, Long> figures() {
        return new TreeMap<>(figures);
    }
}
