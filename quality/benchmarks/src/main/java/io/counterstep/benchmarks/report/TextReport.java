package io.counterstep.benchmarks.report;

import io.counterstep.benchmarks.run.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The medians, for a terminal of 80 columns. */
public final class TextReport {

    private static final int SYSTEM_WIDTH = 11;
    private static final String ROW = "%11s  %-" + SYSTEM_WIDTH + "s %9s %9s %9s %8s %6s %8s";

    private TextReport() {}

    public static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        for (String workload : report.workloads()) {
            lines.add(workload);
            lines.add(row("outstanding", "system", "sagas/s", "p50 ms", "p99 ms", "CPU ms", "MiB", "disk B"));
            report.summary().lines().stream()
                    .filter(it -> it.workload().equals(workload))
                    .forEach(it -> lines.addAll(rows(it)));
            lines.add("");
        }
        report.summary()
                .ratios()
                .forEach(it -> lines.add("%s, %d outstanding: %s times the fastest peer"
                        .formatted(it.workload(), it.outstanding(), Figures.spread(it.toFastestPeer()))));
        report.summary()
                .floors()
                .forEach(it -> lines.add("%s: the floor is %s sagas/s; %s of it is reached"
                        .formatted(it.workload(), Figures.number(it.both().median()), Figures.percent(it.share()))));
        lines.add("medians of %d rounds; CPU and disk for each saga"
                .formatted(report.settings().runs()));
        report.outcome().failures().forEach(it -> lines.add("not measured: " + it));
        return lines;
    }

    /** A long name, such as that of a system with stored sagas, has a line of its own. */
    private static List<String> rows(Summary.Line line) {
        String system = line.system();
        return system.length() > SYSTEM_WIDTH
                ? List.of(" ".repeat(SYSTEM_WIDTH + 2) + system + ":", row(line, ""))
                : List.of(row(line, system));
    }

    private static String row(Summary.Line line, String system) {
        return row(
                String.valueOf(line.outstanding()),
                system,
                Figures.number(line.of(Measurement::sagasPerSecond).median()),
                Figures.number(line.of(Measurement::p50Ms).median()),
                Figures.number(line.of(Measurement::p99Ms).median()),
                Figures.number(line.of(Measurement::cpuMsPerSaga).median()),
                Figures.number(Math.rint(line.of(Measurement::peakMemoryMiB).median())),
                Figures.number(line.of(Measurement::diskBytesPerSaga).median()));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
