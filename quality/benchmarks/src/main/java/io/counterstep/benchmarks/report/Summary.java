package io.counterstep.benchmarks.report;

import io.counterstep.benchmarks.run.Entrant;
import io.counterstep.benchmarks.run.Measurement;
import io.counterstep.benchmarks.run.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The rounds put together: a line for each system, workload and number outstanding. */
public record Summary(List<Line> lines, List<Ratio> ratios, List<FloorLine> floors) {

    /** @param rounds what each round showed, first to last */
    public record Line(String system, String workload, int outstanding, List<Measurement> rounds) {

        public Spread of(ToDoubleFunction<Measurement> figure) {
            return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
        }

        /** Further figures for each saga, by name; the medians. */
        public Map<String, Double> perSaga() {
            Map<String, List<Double>> all = new TreeMap<>();
            rounds.forEach(round -> round.perSaga()
                    .forEach((name, value) ->
                            all.computeIfAbsent(name, it -> new ArrayList<>()).add(value)));
            Map<String, Double> medians = new TreeMap<>();
            all.forEach((name, values) -> medians.put(name, Spread.of(values).median()));
            return medians;
        }
    }

    /** Counterstep's sagas per second by those of the fastest peer in the same round. */
    public record Ratio(String workload, int outstanding, Spread toFastestPeer) {}

    /** @param share of the limit that Counterstep reached, 0 to 1 */
    public record FloorLine(
            String workload, Spread kafka, Spread sql, Spread both, Spread share, List<Outcome.Floor> rounds) {}

    private record Place(String workload, int outstanding, String system) {}

    public static Summary of(Outcome outcome) {
        Map<Place, List<Measurement>> places = new LinkedHashMap<>();
        outcome.measured().stream()
                .map(Outcome.Measured::figures)
                .sorted(Comparator.comparing(Measurement::workload)
                        .thenComparing(Measurement::outstanding)
                        .thenComparing(it -> !it.system().equals(Entrant.COUNTERSTEP))
                        .thenComparing(Measurement::system))
                .forEach(it -> places.computeIfAbsent(
                                new Place(it.workload(), it.outstanding(), it.system()), place -> new ArrayList<>())
                        .add(it));
        List<Line> lines = new ArrayList<>();
        places.forEach(
                (place, rounds) -> lines.add(new Line(place.system(), place.workload(), place.outstanding(), rounds)));
        return new Summary(lines, ratios(outcome, lines), floors(outcome));
    }

    private static List<Ratio> ratios(Outcome outcome, List<Line> lines) {
        List<Ratio> ratios = new ArrayList<>();
        for (Line line : lines) {
            if (!line.system().equals(Entrant.COUNTERSTEP)) {
                continue;
            }
            List<Double> each = new ArrayList<>();
            for (Outcome.Measured ours : outcome.measured()) {
                if (line.rounds().contains(ours.figures())) {
                    fastestPeer(outcome, ours)
                            .ifPresent(peer -> each.add(ours.figures().sagasPerSecond() / peer.sagasPerSecond()));
                }
            }
            if (!each.isEmpty()) {
                ratios.add(new Ratio(line.workload(), line.outstanding(), Spread.of(each)));
            }
        }
        return ratios;
    }

    private static Optional<Measurement> fastestPeer(Outcome outcome, Outcome.Measured ours) {
        return outcome.measured().stream()
                .filter(it -> it.round() == ours.round())
                .map(Outcome.Measured::figures)
                .filter(it -> Entrant.isPeer(it.system()))
                .filter(it -> it.workload().equals(ours.figures().workload())
                        && it.outstanding() == ours.figures().outstanding())
                .max(Comparator.comparingDouble(Measurement::sagasPerSecond));
    }

    private static List<FloorLine> floors(Outcome outcome) {
        Map<String, List<Outcome.Floor>> byWorkload = new TreeMap<>();
        outcome.floors()
                .forEach(it -> byWorkload
                        .computeIfAbsent(it.workload(), workload -> new ArrayList<>())
                        .add(it));
        List<FloorLine> lines = new ArrayList<>();
        byWorkload.forEach((workload, rounds) -> lines.add(new FloorLine(
                workload,
                spread(rounds, Outcome.Floor::kafkaSagasPerSecond),
                spread(rounds, Outcome.Floor::sqlSagasPerSecond),
                spread(rounds, Outcome.Floor::bothSagasPerSecond),
                spread(rounds, Outcome.Floor::share),
                rounds)));
        return lines;
    }

    private static Spread spread(List<Outcome.Floor> rounds, ToDoubleFunction<Outcome.Floor> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
