package io.counterstep.benchmarks.report;

import io.counterstep.benchmarks.Fate;
import io.counterstep.benchmarks.run.Machine;
import io.counterstep.benchmarks.run.Measurement;
import io.counterstep.benchmarks.run.Outcome;
import io.counterstep.fulfilment.local.bench.BenchSettings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All that is to be told: what was measured, and where, when and how. */
public record Report(BenchSettings settings, Machine machine, Instant begun, Outcome outcome, Summary summary) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int DIGITS = 4;
    private static final int FATES_REPEAT_AFTER = 10;

    /** {@code {"results":[{"system","workload","outstanding","sagasPerSecond","p50Ms","p99Ms","cpuMsPerSaga",…}],…}}. */
    public ObjectNode json() {
        ObjectNode document = JSON.createObjectNode();
        var results = document.putArray("results");
        summary.lines().forEach(line -> results.add(json(line)));
        var ratios = document.putArray("ratiosToFastestPeer");
        summary.ratios()
                .forEach(it -> ratios.add(spread(it.toFastestPeer())
                        .put("workload", it.workload())
                        .put("outstanding", it.outstanding())));
        var floors = document.putArray("floors");
        summary.floors().forEach(it -> {
            ObjectNode floor = floors.addObject().put("workload", it.workload());
            floor.set("kafkaSagasPerSecond", spread(it.kafka()));
            floor.set("sqlSagasPerSecond", spread(it.sql()));
            floor.set("bothSagasPerSecond", spread(it.both()));
            floor.set("shareReached", spread(it.share()));
            floor.set("rounds", JSON.valueToTree(it.rounds()));
        });
        document.set("failures", JSON.valueToTree(outcome.failures()));
        document.put("command", settings.command());
        document.put("begun", begun.truncatedTo(ChronoUnit.SECONDS).toString());
        document.set("machine", JSON.valueToTree(machine));
        document.set("versions", JSON.valueToTree(outcome.versions()));
        document.putObject("settings")
                .put("warmUpSeconds", settings.warmUp().toSeconds())
                .put("seconds", settings.measured().toSeconds())
                .put("runs", settings.runs())
                .put("failingPercent", failingPercent());
        return document;
    }

    static long failingPercent() {
        long failing = IntStream.range(0, FATES_REPEAT_AFTER)
                .filter(saga -> Fate.of(saga) != Fate.SUCCEEDS)
                .count();
        return failing * 100 / FATES_REPEAT_AFTER;
    }

    private static ObjectNode json(Summary.Line line) {
        ObjectNode json = JSON.createObjectNode()
                .put("system", line.system())
                .put("workload", line.workload())
                .put("outstanding", line.outstanding());
        Map<String, Spread> spreads = new LinkedHashMap<>();
        spreads.put("sagasPerSecond", line.of(Measurement::sagasPerSecond));
        spreads.put("p50Ms", line.of(Measurement::p50Ms));
        spreads.put("p99Ms", line.of(Measurement::p99Ms));
        spreads.put("cpuMsPerSaga", line.of(Measurement::cpuMsPerSaga));
        spreads.put("peakMemoryMiB", line.of(Measurement::peakMemoryMiB));
        spreads.put("diskBytesPerSaga", line.of(Measurement::diskBytesPerSaga));
        spreads.forEach((name, spread) -> json.put(name, rounded(spread.median())));
        ObjectNode perSaga = json.putObject("perSaga");
        line.perSaga().forEach((name, value) -> perSaga.put(name, rounded(value)));
        ObjectNode min = json.putObject("min");
        ObjectNode max = json.putObject("max");
        spreads.forEach((name, spread) -> {
            min.put(name, rounded(spread.min()));
            max.put(name, rounded(spread.max()));
        });
        json.set("rounds", JSON.valueToTree(line.rounds()));
        return json;
    }

    private static ObjectNode spread(Spread spread) {
        return JSON.createObjectNode()
                .put("median", rounded(spread.median()))
                .put("min", rounded(spread.min()))
                .put("max", rounded(spread.max()));
    }

    /** More digits would claim more than a round tells; the rounds themselves are there in full. */
    static BigDecimal rounded(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    List<String> workloads() {
        return summary.lines().stream().map(Summary.Line::workload).distinct().toList();
    }
}
