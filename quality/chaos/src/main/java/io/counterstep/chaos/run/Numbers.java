package io.counterstep.chaos.run;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Figures of several times, in seconds. */
final class Numbers {

    private Numbers() {}

    static double median(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    static double max(Collection<Double> values) {
        return values.stream().mapToDouble(it -> it).max().orElse(0);
    }

    static double rounded(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }

    static String text(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }

    static String text(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
