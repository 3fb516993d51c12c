package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The overview as lines that fit one screen of 80 columns, what needs a person first.
 *
 * @param overview as {@code GET /api/overview} answers
 * @param participants as {@code GET /api/participants} answers
 */
record OverviewLines(JsonNode overview, JsonNode participants, Instant now, Palette palette) {

    private static final String LABEL = "%-12s ";
    private static final String NO_LABEL = LABEL.formatted("");

    /** Rates are a mean over so many of the last ticks. */
    private static final int TICKS = 5;

    private static final String BARS = "▁▂▃▄▅▆▇█";

    /**
     * Something that may need a person.
     *
     * @param one in words, and the same of more than one
     * @param isSagas whether it counts sagas, so that there may be more than were counted
     * @param command shows them
     */
    private record Concern(String field, String one, String many, boolean isSagas, String command) {}

    private static final List<Concern> CONCERNS = List.of(
            new Concern("needsAttention", "saga to look at", "sagas to look at", true, "sagas --state needs_attention"),
            new Concern(
                    "parkedLetters", "parked dead letter", "parked dead letters", false, "dead-letters --state parked"),
            new Concern("openFindings", "open finding", "open findings", false, "audit"),
            new Concern("closedGates", "closed gate", "closed gates", false, "gates"),
            new Concern("paused", "paused saga", "paused sagas", true, "sagas --state paused"));

    List<String> lines() {
        List<String> lines = new ArrayList<>(attention());
        lines.add(states());
        List<JsonNode> ticks = overview.path("ticks").valueStream().toList();
        lines.add(LABEL.formatted("throughput") + rates(ticks));
        if (!ticks.isEmpty()) {
            lines.add(NO_LABEL + bars(ticks));
        }
        lines.add(LABEL.formatted("latency") + latency(ticks));
        lines.add("");
        lines.addAll(ParticipantLines.table(participants, now, palette).lines(palette, "no participants", false));
        lines.add("");
        lines.addAll(oldest());
        return lines;
    }

    private List<String> attention() {
        List<String> lines = new ArrayList<>();
        for (Concern concern : CONCERNS) {
            long count = overview.path("attention").path(concern.field).asLong(0);
            if (count > 0) {
                String label = lines.isEmpty() ? LABEL.formatted("attention") : NO_LABEL;
                lines.add(label + concern(concern, count));
            }
        }
        return lines.isEmpty() ? List.of(LABEL.formatted("attention") + nothing()) : lines;
    }

    private String concern(Concern concern, long count) {
        String number = concern.isSagas ? Texts.counted(overview, count) : Texts.number(count);
        String what = "%-24s ".formatted(number + " " + (count == 1 ? concern.one : concern.many));
        String command = "counterstep " + concern.command;
        boolean fits = NO_LABEL.length() + what.length() + command.length() <= Table.WIDTH;
        return fits
                ? palette.red(what) + palette.faint(command)
                : palette.red(what.strip()) + "\n" + NO_LABEL + "  " + palette.faint(command);
    }

    /** Of more sagas than are counted some may need a person all the same. */
    private String nothing() {
        return Texts.isAtLeast(overview)
                ? palette.yellow("nothing needs a person among the oldest sagas, which were counted")
                : palette.green("nothing needs a person");
    }

    private String states() {
        String unfinished = overview.path("states")
                .propertyStream()
                .filter(it -> it.getValue().asLong(0) > 0)
                .map(it -> it.getKey() + " "
                        + Texts.counted(overview, it.getValue().asLong()))
                .collect(Collectors.joining(", "));
        JsonNode finished = overview.path("finishedAbout");
        String states = Texts.wrap(
                LABEL.formatted("sagas"),
                (unfinished.isEmpty() ? "none is active" : unfinished)
                        + (finished.isNumber() ? "; about " + Texts.number(finished.asLong()) + " ended" : ""));
        for (String state : SearchFilterOptions.STATES) {
            states = states.replace(state, palette.state(state)); // after wrapping: colours take no room
        }
        return states;
    }

    private static String rates(List<JsonNode> ticks) {
        List<JsonNode> last = ticks.subList(Math.max(0, ticks.size() - TICKS), ticks.size());
        long millis = sum(last, "ms");
        if (millis <= 0) {
            return "not known yet";
        }
        return Stream.of("started", "completed", "canceled")
                        .map(it -> it + " " + rate(sum(last, it), millis))
                        .collect(Collectors.joining(", "))
                + " over " + Duration.ofMillis(millis).toSeconds() + " s";
    }

    private static long sum(List<JsonNode> ticks, String field) {
        return ticks.stream().mapToLong(it -> it.path(field).asLong(0)).sum();
    }

    private static String rate(long count, long millis) {
        return String.format(Locale.ROOT, "%,.1f/s", count * 1_000.0 / millis);
    }

    /** How many ended in each tick, the newest last, in proportion to the most of them. */
    private static String bars(List<JsonNode> ticks) {
        List<Long> ended = ticks.stream()
                .map(it -> sum(List.of(it), "completed") + sum(List.of(it), "canceled"))
                .toList();
        long most = ended.stream().mapToLong(it -> it).max().orElse(0);
        String bars = ended.stream()
                .map(it -> most == 0 ? 0 : (int) ((BARS.length() - 1) * it / most))
                .map(it -> BARS.substring(it, it + 1))
                .collect(Collectors.joining());
        return bars + " " + Texts.number(most);
    }

    private static String latency(List<JsonNode> ticks) {
        @Nullable
        JsonNode last = ticks.reversed().stream()
                .filter(it -> it.path("p50Ms").isNumber())
                .findFirst()
                .orElse(null);
        return last == null
                ? "none ended lately"
                : "p50 " + Texts.number(last.path("p50Ms").asLong()) + " ms, p99 "
                        + Texts.number(last.path("p99Ms").asLong()) + " ms";
    }

    private List<String> oldest() {
        Table table =
                new Table(shrinking("OLDEST"), fixed("STATE").painted(palette::state), shrinking("STEP"), fixed("AGE"));
        for (JsonNode saga : overview.path("oldest")) {
            table.row(
                    null,
                    Json.show(saga, "id"),
                    Json.show(saga, "state"),
                    Json.show(saga, "step"),
                    Texts.age(Json.show(saga, "startedAt"), now));
        }
        return table.lines(palette, "no saga is active", false);
    }
}
