package io.counterstep.testing;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often each thing happened in a simulation: faults, transitions, ledger verdicts, ignored inputs, by their names. A
 * test asks it whether the schedules reached what it is about.
 */
public final class Tally {

    private final Map<String, Integer> counts = new TreeMap<>();

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    void add(Tally other) {
        other.counts.forEach((what, count) -> counts.merge(what, count, Integer::sum));
    }

    public int of(Enum<?> what) {
        return of(what.name());
    }

    /** @param what the name of a {@link Fault}, a transition's kind, a reason or a ledger verdict's type */
    public int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
