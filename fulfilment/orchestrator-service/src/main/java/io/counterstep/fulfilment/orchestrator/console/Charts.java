package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The overview's charts, and what they show as a table.
 *
 * @param rows the newest first
 */
record Charts(List<Chart> charts, List<Row> rows) {

    /** The most rows of the table; the charts show all ticks. */
    private static final int MAX_ROWS = 15;

    private static final double MS_PER_SECOND = 1000;

    /** One tick in words. */
    record Row(String at, String started, String completed, String canceled, String median, String slowest) {}

    /** One line of a chart before it is drawn. */
    private record Series(String name, Function<JsonNode, @Nullable Double> value) {}

    static Charts of(List<JsonNode> ticks, Words words) {
        Series started = new Series("started", it -> perSecond(it, "started"));
        Series completed = new Series("completed", it -> perSecond(it, "completed"));
        Series canceled = new Series("canceled", it -> perSecond(it, "canceled"));
        Series ended = new Series("ended", it -> perSecond(it, "completed") + perSecond(it, "canceled"));
        return new Charts(
                List.of(
                        chart("throughput", "unit.per-second", ticks, words, List.of(started, ended)),
                        chart(
                                "latency",
                                "unit.millisecond",
                                ticks,
                                words,
                                List.of(
                                        new Series("p50", it -> latency(it, "p50Ms")),
                                        new Series("p99", it -> latency(it, "p99Ms")))),
                        chart("outcomes", "unit.per-second", ticks, words, List.of(completed, canceled))),
                ticks.reversed().stream()
                        .limit(MAX_ROWS)
                        .map(it -> row(it, words))
                        .toList());
    }

    private static Chart chart(String key, String unit, List<JsonNode> ticks, Words words, List<Series> series) {
        List<List<@Nullable Double>> values = new ArrayList<>();
        for (Series it : series) {
            List<@Nullable Double> line = new ArrayList<>();
            ticks.forEach(tick -> line.add(it.value().apply(tick)));
            values.add(line);
        }
        double top = Chart.top(values);
        List<Chart.Line> lines = new ArrayList<>();
        for (int at = 0; at < series.size(); at++) {
            List<@Nullable Double> line = values.get(at);
            Double last = line.isEmpty() ? null : line.getLast();
            lines.add(new Chart.Line(
                    words.text("series." + series.get(at).name()),
                    "line-" + series.get(at).name(),
                    Chart.path(line, top),
                    shown(last, unit, words)));
        }
        String description = words.text(
                "chart." + key + ".description",
                lines.stream().map(it -> it.name() + " " + it.last()).collect(Collectors.joining(", ")));
        return new Chart(words.text("chart." + key), description, shown(top, unit, words), lines);
    }

    private static Row row(JsonNode tick, Words words) {
        Instant at = ApiJson.instant(tick, "at");
        return new Row(
                words.momentOrEmpty(at),
                words.number(ApiJson.number(tick, "started")),
                words.number(ApiJson.number(tick, "completed")),
                words.number(ApiJson.number(tick, "canceled")),
                shown(latency(tick, "p50Ms"), "unit.millisecond", words),
                shown(latency(tick, "p99Ms"), "unit.millisecond", words));
    }

    private static Double perSecond(JsonNode tick, String field) {
        long ms = Math.max(1, ApiJson.number(tick, "ms"));
        return ApiJson.number(tick, field) * MS_PER_SECOND / ms;
    }

    private static @Nullable Double latency(JsonNode tick, String field) {
        Long ms = ApiJson.numberOrNull(tick, field);
        return ms == null ? null : Double.valueOf(ms);
    }

    private static String shown(@Nullable Double value, String unit, Words words) {
        return value == null ? "–" : words.text(unit, words.decimal(value));
    }
}
