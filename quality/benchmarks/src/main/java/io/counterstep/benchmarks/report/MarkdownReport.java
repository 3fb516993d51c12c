package io.counterstep.benchmarks.report;

import io.counterstep.benchmarks.measure.KafkaCounters;
import io.counterstep.benchmarks.measure.PostgresCounters;
import io.counterstep.benchmarks.run.Machine;
import io.counterstep.benchmarks.run.Measurement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures as they stand in a document: where, how, tables, charts. */
final class MarkdownReport {

    private final Report report;
    private final String charts;
    private final List<String> lines = new ArrayList<>();

    private MarkdownReport(Report report, String charts) {
        this.report = report;
        this.charts = charts;
    }

    /** @param charts the folder of the charts as seen from the document, such as {@code benchmarks} */
    static String of(Report report, String charts) {
        MarkdownReport markdown = new MarkdownReport(report, charts);
        markdown.write();
        return String.join("\n", markdown.lines);
    }

    private void write() {
        ground();
        for (String workload : report.workloads()) {
            workload(workload);
        }
        floors();
        if (!report.outcome().failures().isEmpty()) {
            add("", "Not measured:", "");
            report.outcome().failures().forEach(it -> add("- " + it));
        }
    }

    private void ground() {
        Machine machine = report.machine();
        add("```sh", report.settings().command(), "```", "");
        add("| | |", "|---|---|");
        add("| begun | %s |".formatted(report.begun().atOffset(ZoneOffset.UTC).toLocalDate()));
        if (machine.commit() != null) {
            add("| commit | %s |".formatted(machine.commit()));
        }
        add("| machine | %s, %d cores, %d GiB |".formatted(machine.cpu(), machine.cores(), machine.memoryGiB()));
        add("| kernel | %s |".formatted(machine.kernel()));
        add("| Java | %s, %s |".formatted(machine.java(), String.join(" ", machine.javaOptions())));
        report.outcome()
                .versions()
                .forEach((system, versions) -> add("| %s | %s |"
                        .formatted(
                                system,
                                String.join(
                                        ", ",
                                        versions.entrySet().stream()
                                                .map(it -> it.getKey() + " " + it.getValue())
                                                .toList()))));
        add("| failing sagas | %d %% |".formatted(Report.failingPercent()));
        add(
                "",
                "Medians of %d rounds, in parentheses the least and the most; each round measured %d s after %d s of warm-up."
                        .formatted(
                                report.settings().runs(),
                                report.settings().measured().toSeconds(),
                                report.settings().warmUp().toSeconds()));
    }

    private void workload(String workload) {
        add("", "### " + workload, "");
        add(
                "| outstanding | system | sagas/s | p50 ms | p99 ms | CPU ms per saga | peak memory MiB | disk bytes per saga |");
        add("|---|---|---|---|---|---|---|---|");
        List<Summary.Line> mine = report.summary().lines().stream()
                .filter(it -> it.workload().equals(workload))
                .toList();
        mine.forEach(this::row);
        List<Summary.Ratio> ratios = report.summary().ratios().stream()
                .filter(it -> it.workload().equals(workload))
                .toList();
        if (!ratios.isEmpty()) {
            add("", "Sagas per second by those of the fastest peer in the same round:", "");
            add("| outstanding | times |", "|---|---|");
            ratios.forEach(it -> add("| %,d | %s |".formatted(it.outstanding(), Figures.spread(it.toFastestPeer()))));
        }
        perSaga(mine);
        add("", image("sagas per second", Charts.throughput(workload)));
        add("", image("milliseconds for a saga", Charts.latency(workload)));
        add("", image("CPU milliseconds per saga", Charts.cpu(workload)));
    }

    private void row(Summary.Line line) {
        add("| %,d | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        line.outstanding(),
                        line.system(),
                        Figures.spread(line.of(Measurement::sagasPerSecond)),
                        Figures.spread(line.of(Measurement::p50Ms)),
                        Figures.spread(line.of(Measurement::p99Ms)),
                        Figures.spread(line.of(Measurement::cpuMsPerSaga)),
                        Figures.spread(line.of(Measurement::peakMemoryMiB)),
                        Figures.spread(line.of(Measurement::diskBytesPerSaga))));
    }

    private void perSaga(List<Summary.Line> mine) {
        List<Summary.Line> counted =
                mine.stream().filter(it -> !it.perSaga().isEmpty()).toList();
        if (counted.isEmpty()) {
            return;
        }
        add("", "What a saga took, where the system tells (medians):", "");
        add("| outstanding | system | Kafka records | SQL statements | transactions | rows written | WAL bytes |");
        add("|---|---|---|---|---|---|---|");
        for (Summary.Line line : counted) {
            Map<String, Double> each = line.perSaga();
            add("| %,d | %s | %s | %s | %s | %s | %s |"
                    .formatted(
                            line.outstanding(),
                            line.system(),
                            figure(each, KafkaCounters.RECORDS),
                            figure(each, PostgresCounters.STATEMENTS),
                            figure(each, PostgresCounters.TRANSACTIONS),
                            figure(each, PostgresCounters.ROWS),
                            figure(each, PostgresCounters.WAL_BYTES)));
        }
    }

    private void floors() {
        if (report.summary().floors().isEmpty()) {
            return;
        }
        add("", "### The floor", "");
        add(
                "| workload | bare Kafka, sagas/s | bare SQL, sagas/s | both, sagas/s | reached |",
                "|---|---|---|---|---|");
        report.summary()
                .floors()
                .forEach(it -> add("| %s | %s | %s | %s | %s |"
                        .formatted(
                                it.workload(),
                                Figures.spread(it.kafka()),
                                Figures.spread(it.sql()),
                                Figures.spread(it.both()),
                                Figures.percent(it.share()))));
    }

    private static String figure(Map<String, Double> each, String name) {
        Double value = each.get(name);
        return value == null ? "—" : Figures.number(value);
    }

    private String image(String what, String file) {
        return "![%s](%s/%s)".formatted(what, charts, file);
    }

    private void add(String... more) {
        lines.addAll(List.of(more));
    }
}
