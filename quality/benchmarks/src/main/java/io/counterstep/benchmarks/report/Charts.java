package io.counterstep.benchmarks.report;

import io.counterstep.benchmarks.run.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The charts of a report, by their file names. */
final class Charts {

    private Charts() {}

    static Map<String, String> of(Report report) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String workload : report.workloads()) {
            BarChart throughput = byOutstanding(
                    report,
                    workload,
                    workload + ": sagas per second, by sagas outstanding",
                    Measurement::sagasPerSecond);
            report.summary().floors().stream()
                    .filter(it -> it.workload().equals(workload))
                    .forEach(it -> throughput.limit("floor", it.both().median()));
            files.put(throughput(workload), throughput.svg());
            files.put(latency(workload), latencyOfOne(report, workload).svg());
            files.put(
                    cpu(workload),
                    byOutstanding(
                                    report,
                                    workload,
                                    workload + ": CPU milliseconds per saga, by sagas outstanding",
                                    Measurement::cpuMsPerSaga)
                            .svg());
        }
        return files;
    }

    static String throughput(String workload) {
        return "throughput-" + workload + ".svg";
    }

    static String latency(String workload) {
        return "latency-" + workload + ".svg";
    }

    static String cpu(String workload) {
        return "cpu-" + workload + ".svg";
    }

    private static BarChart byOutstanding(
            Report report, String workload, String title, ToDoubleFunction<Measurement> figure) {
        List<Summary.Line> lines = of(report, workload);
        List<String> systems = systems(lines);
        BarChart chart = new BarChart(title, systems);
        lines.stream().map(Summary.Line::outstanding).distinct().forEach(outstanding -> {
            List<@Nullable Spread> bars = new ArrayList<>();
            for (String system : systems) {
                bars.add(bar(lines, system, outstanding, figure));
            }
            chart.group(String.valueOf(outstanding), bars);
        });
        return chart;
    }

    private static BarChart latencyOfOne(Report report, String workload) {
        List<Summary.Line> lines = of(report, workload);
        int fewest = lines.stream().mapToInt(Summary.Line::outstanding).min().orElseThrow();
        List<String> systems = systems(lines);
        BarChart chart = new BarChart(workload + ": milliseconds for a saga, with " + fewest + " outstanding", systems);
        Map<String, ToDoubleFunction<Measurement>> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", Measurement::p50Ms);
        percentiles.put("p99", Measurement::p99Ms);
        percentiles.forEach((label, figure) -> {
            List<@Nullable Spread> bars = new ArrayList<>();
            for (String system : systems) {
                bars.add(bar(lines, system, fewest, figure));
            }
            chart.group(label, bars);
        });
        return chart;
    }

    private static @Nullable Spread bar(
            List<Summary.Line> lines, String system, int outstanding, ToDoubleFunction<Measurement> figure) {
        for (Summary.Line line : lines) {
            if (line.system().equals(system) && line.outstanding() == outstanding) {
                return line.of(figure);
            }
        }
        return null;
    }

    private static List<Summary.Line> of(Report report, String workload) {
        return report.summary().lines().stream()
                .filter(it -> it.workload().equals(workload))
                .toList();
    }

    private static List<String> systems(List<Summary.Line> lines) {
        return lines.stream().map(Summary.Line::system).distinct().toList();
    }
}
