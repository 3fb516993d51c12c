package io.counterstep.benchmarks.fulfilment;

import io.counterstep.fulfilment.local.bench.ConsoleSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was measured of the console.
 *
 * @param paced while pages were read
 * @param pages microseconds by page
 * @param without orders a second of each round without streams
 * @param with the same with streams
 * @param events that the watchers heard in all rounds
 */
record ConsoleFigures(
        ConsoleSettings settings,
        Paced paced,
        Map<String, Histogram> pages,
        List<Double> without,
        List<Double> with,
        long events) {

    private static final double MICROS_PER_MILLI = 1e3;

    /**
     * Orders a second that began and that ended.
     *
     * @param otherwise how many were canceled because a step took too long, in all
     */
    record Paced(double begun, double ended, long otherwise) {}

    /** By how much less throughput there was with streams; negative if there was more. */
    double cost() {
        return 1 - median(with) / median(without);
    }

    String text() {
        StringBuilder text = new StringBuilder(settings.command())
                .append("\n\n")
                .append(line(
                        "orders while pages were read: %,.0f/s begun, %,.0f/s ended, %,d of them canceled for lateness",
                        paced.begun(), paced.ended(), paced.otherwise()))
                .append("\n")
                .append(line("%-52s %6s %8s %8s %8s", "page, ms", "reads", "p50", "p99", "max"));
        pages.forEach((page, micros) -> text.append(line(
                "%-52s %6d %8.1f %8.1f %8.1f",
                page,
                micros.getTotalCount(),
                millis(micros, 50),
                millis(micros, 99),
                micros.getMaxValue() / MICROS_PER_MILLI)));
        return text.append("\n")
                .append(line("orders/s without streams: %s", numbers(without)))
                .append(line(
                        "with %d watchers of the overview: %s (%,d events)",
                        ConsoleUnderLoad.WATCHERS, numbers(with), events))
                .append(line("the streams cost %.1f %% of throughput (medians)", 100 * cost()))
                .toString();
    }

    String json() {
        ObjectNode document = JsonMapper.shared().createObjectNode().put("command", settings.command());
        document.putObject("orders")
                .put("begun", paced.begun())
                .put("ended", paced.ended())
                .put("canceledForLateness", paced.otherwise());
        ArrayNode all = document.putArray("pages");
        pages.forEach((page, micros) -> all.addObject()
                .put("page", page)
                .put("reads", micros.getTotalCount())
                .put("p50", millis(micros, 50))
                .put("p99", millis(micros, 99))
                .put("max", micros.getMaxValue() / MICROS_PER_MILLI));
        ObjectNode streams = document.putObject("streams")
                .put("watchers", ConsoleUnderLoad.WATCHERS)
                .put("events", events)
                .put("cost", cost());
        without.forEach(streams.putArray("without")::add);
        with.forEach(streams.putArray("with")::add);
        return document.toString();
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String numbers(List<Double> values) {
        return String.join(
                ", ",
                values.stream()
                        .map(it -> String.format(Locale.ROOT, "%,.0f", it))
                        .toList());
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }
}
