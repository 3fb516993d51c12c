package io.counterstep.chaos.run;

import io.counterstep.chaos.run.Report.Strike;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A report for people. */
final class TextReport {

    private static final int MOST_VIOLATIONS = 10;
    private static final int WIDTH = 80;

    private TextReport() {}

    static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.command());
        lines.add("");
        lines.add("orders    " + counts(report.orders()));
        lines.add("answers   " + counts(report.answers()));
        lines.add("figures   " + counts(report.figures()));
        lines.add("at rest   %s s after the last healing".formatted(Numbers.text(report.settled())));
        lines.add("");
        lines.add("%-18s %6s %10s %10s %10s".formatted("fault", "fired", "recovered", "at most", "stalled"));
        byFault(report)
                .forEach((fault, strikes) -> lines.add("%-18s %6d %8s s %8s s %8s s"
                        .formatted(
                                fault,
                                Report.fired(strikes),
                                Numbers.text(Numbers.median(Report.times(strikes, Strike::recovery))),
                                Numbers.text(Numbers.max(Report.times(strikes, Strike::recovery))),
                                Numbers.text(Numbers.max(Report.times(strikes, Strike::stall))))));
        lines.add("%-18s %6d".formatted("all", report.fired()));
        lines.add("");
        report.strikes().stream()
                .filter(it -> !it.fired())
                .forEach(it -> lines.add("not fired: %s of %s: %s".formatted(it.fault(), it.target(), it.evidence())));
        report.violations().stream().limit(MOST_VIOLATIONS).forEach(lines::add);
        if (report.violations().size() > MOST_VIOLATIONS) {
            lines.add("... and %d more violations".formatted(report.violations().size() - MOST_VIOLATIONS));
        }
        if (!report.story().isEmpty()) {
            lines.add("");
            lines.addAll(report.story());
            lines.add("");
        }
        lines.add(report.passed() ? "Passed." : "Failed: " + String.join("; ", report.problems()));
        return lines;
    }

    static Map<String, List<Strike>> byFault(Report report) {
        return report.strikes().stream()
                .collect(Collectors.groupingBy(Strike::fault, TreeMap::new, Collectors.toList()));
    }

    private static String counts(Map<String, Long> counts) {
        StringBuilder text = new StringBuilder();
        int line = 0;
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            String each = Numbers.text(count.getValue()) + " " + count.getKey();
            String separator = text.isEmpty() ? "" : ", ";
            if (line + separator.length() + each.length() > WIDTH - 12) {
                separator = ",\n" + " ".repeat(10);
                line = 0;
            }
            text.append(separator).append(each);
            line += separator.length() + each.length();
        }
        return text.toString();
    }
}
