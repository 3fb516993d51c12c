package io.counterstep.fulfilment.local.cli;

import io.counterstep.fulfilment.local.bench.LoadReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A load's report, for people and for programs. */
record BenchReport(LoadReport report, Palette palette) {

    /** {@code {"results":[{"system","workload","outstanding","sagasPerSecond","p50Ms","p99Ms",…}]}}. */
    ObjectNode json() {
        ObjectNode document = Json.object();
        document.putArray("results")
                .addObject()
                .put("system", "counterstep")
                .put("workload", "fulfilment-http")
                .put("outstanding", report.plan().outstanding())
                .put("sagasPerSecond", rounded(report.sagasPerSecond()))
                .put("p50Ms", rounded(report.p50Ms()))
                .put("p99Ms", rounded(report.p99Ms()))
                .put("p90Ms", rounded(report.p90Ms()))
                .put("maxMs", rounded(report.maxMs()))
                .put("seconds", report.plan().measured().toSeconds())
                .put("warmUpSeconds", report.plan().warmUp().toSeconds())
                .put("failingPercent", report.plan().failingPercent())
                .put("orders", report.ended())
                .put("completed", report.completed())
                .put("canceled", report.canceled())
                .put("failed", report.failed())
                .put("rejected", report.rejected())
                .put("errors", report.errors())
                .put("unfinished", report.unfinished())
                .put("checked", report.checked())
                .put("contradictions", report.contradictions().size());
        return document;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s orders outstanding, measured for %d s after %d s of warm-up"
                .formatted(
                        Texts.number(report.plan().outstanding()),
                        report.plan().measured().toSeconds(),
                        report.plan().warmUp().toSeconds()));
        lines.add("  throughput  " + palette.bold(decimal(report.sagasPerSecond()) + " sagas/s"));
        lines.add("  latency     p50 %s, p90 %s, p99 %s, max %s ms"
                .formatted(
                        decimal(report.p50Ms()),
                        decimal(report.p90Ms()),
                        decimal(report.p99Ms()),
                        decimal(report.maxMs())));
        lines.add("  ended       %s completed, %s canceled"
                .formatted(Texts.number(report.completed()), Texts.number(report.canceled())));
        lines.add("  failed      %s rejected, %s errors, %s unfinished"
                .formatted(
                        Texts.number(report.rejected()),
                        Texts.number(report.errors()),
                        Texts.number(report.unfinished())));
        lines.add("  checked     %d orders read back, %s"
                .formatted(
                        report.checked(),
                        report.contradictions().isEmpty()
                                ? "all as told"
                                : palette.red(report.contradictions().size() + " contradictions")));
        counts(lines, "canceled because", report.cancelReasons());
        counts(lines, "POST failed with", report.postFailures());
        report.unfinishedIds().forEach(id -> lines.add(Texts.wrap("  unfinished  ", "counterstep saga " + id)));
        report.contradictions().forEach(it -> lines.add(Texts.wrap("  wrong       ", it)));
        if (!report.isSound()) {
            lines.add(palette.red("not sound: " + why()));
        }
        return lines;
    }

    private String why() {
        if (report.unfinished() > 0) {
            return "accepted orders did not end";
        }
        return report.contradictions().isEmpty() ? "nothing completed" : "orders are not as they were told";
    }

    private static void counts(List<String> lines, String title, Map<String, Long> counts) {
        counts.forEach((text, count) ->
                lines.add(Texts.wrap("  %s %s × ".formatted(title, Texts.number(count)), text)));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%,.1f" : "%,.0f", value);
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    }
}
