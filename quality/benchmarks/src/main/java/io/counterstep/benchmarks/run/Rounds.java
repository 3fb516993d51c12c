package io.counterstep.benchmarks.run;

import io.counterstep.benchmarks.floor.FloorPlan;
import io.counterstep.fulfilment.local.bench.BenchSettings;
import io.counterstep.fulfilment.local.bench.Workload;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs every system in every round, one at a time and the order moved on by one each round, so that what slows the
 * machine down for a while does not meet the same system each time. A system that fails does not keep the others from
 * being measured.
 */
final class Rounds {

    /** To start a system and to end it again, roughly; for the estimate only. */
    private static final Duration AROUND_ONE = Duration.ofSeconds(25);

    private static final Duration AROUND_ONE_NUMBER = ContenderMain.SETTLE.plusMillis(500);

    private final BenchSettings settings;
    private final List<Entrant> entrants;
    private final Class<?> contenderMain;
    private final PrintWriter progress;
    private final List<Outcome.Measured> measured = new ArrayList<>();
    private final List<Outcome.Floor> floors = new ArrayList<>();
    private final Map<String, Map<String, String>> versions = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    /**
     * @param contenderMain measures one of the entrants in a process of its own, as {@link ContenderMain} does
     * @param progress hears what is done now and how long it may take
     */
    Rounds(BenchSettings settings, List<Entrant> entrants, Class<?> contenderMain, PrintWriter progress) {
        this.settings = settings;
        this.entrants = entrants.stream()
                .filter(it -> settings.workloads().contains(it.workload()))
                .filter(it -> settings.peers() || !it.isPeer())
                .toList();
        this.contenderMain = contenderMain;
        this.progress = progress;
    }

    /** Returns when all is measured that could be. */
    Outcome run() throws InterruptedException {
        say("about %d minutes for rounds: %d, each with %s; nothing else should use this machine meanwhile"
                .formatted(estimate().toMinutes() + 1, settings.runs(), entrants));
        for (int round = 1; round <= settings.runs(); round++) {
            List<Entrant> order = new ArrayList<>(entrants);
            Collections.rotate(order, 1 - round);
            for (Entrant entrant : order) {
                measure(round, entrant);
            }
            if (settings.floor()) {
                for (Workload workload : settings.workloads()) {
                    floor(round, workload);
                }
            }
        }
        return new Outcome(measured, floors, versions, failures);
    }

    Duration estimate() {
        Duration each = AROUND_ONE
                .plus(settings.warmUp())
                .plus(settings.measured()
                        .plus(AROUND_ONE_NUMBER)
                        .multipliedBy(settings.outstanding().size()));
        Duration floor = AROUND_ONE.plus(floorWarmUp().plus(settings.measured()).multipliedBy(2));
        return each.multipliedBy(entrants.size())
                .plus(settings.floor() ? floor.multipliedBy(settings.workloads().size()) : Duration.ZERO)
                .multipliedBy(settings.runs());
    }

    /** Two loops of a page each are compiled sooner than a system. */
    private Duration floorWarmUp() {
        return settings.warmUp().dividedBy(2);
    }

    private void measure(int round, Entrant entrant) throws InterruptedException {
        String what = "round %d of %d, %s".formatted(round, settings.runs(), entrant);
        run(
                what,
                Child.start(
                        contenderMain,
                        folder -> new ContenderMain.Plan(
                                        entrant.system(),
                                        entrant.workload().toString(),
                                        folder,
                                        settings.warmUp(),
                                        settings.measured(),
                                        settings.outstanding(),
                                        settings.stored())
                                .arguments()),
                told -> hear(round, entrant, what, told));
    }

    private void hear(int round, Entrant entrant, String what, Told told) {
        if (told.phase() != null) {
            say(what + ": " + told.phase());
        }
        if (told.versions() != null) {
            versions.put(entrant.system(), told.versions());
        }
        Measurement figures = told.measured();
        if (figures != null) {
            say("%s: %,.0f sagas/s, p50 %.1f ms, p99 %.1f ms"
                    .formatted(what, figures.sagasPerSecond(), figures.p50Ms(), figures.p99Ms()));
            measured.add(new Outcome.Measured(round, figures));
        }
    }

    private void floor(int round, Workload workload) throws InterruptedException {
        Optional<Measurement> fastest = measured.stream()
                .filter(it -> it.round() == round)
                .map(Outcome.Measured::figures)
                .filter(it ->
                        it.system().equals(Entrant.COUNTERSTEP) && it.workload().equals(workload.toString()))
                .max(Comparator.comparingDouble(Measurement::sagasPerSecond));
        if (fastest.isEmpty()) {
            return;
        }
        String what = "round %d of %d, floor of %s".formatted(round, settings.runs(), workload);
        FloorPlan plan = FloorPlan.of(fastest.get().perSaga()).orElse(null);
        if (plan == null) {
            fail(what, "how many records and rows a saga needs was not measured");
            return;
        }
        say(what
                + ": %.1f records of %d bytes and %.1f rows for each saga"
                        .formatted(plan.recordsPerSaga(), plan.recordBytes(), plan.rowsPerSaga()));
        run(
                what,
                Child.start(
                        FloorMain.class,
                        folder -> FloorMain.arguments(plan, folder, floorWarmUp(), settings.measured())),
                told -> {
                    if (told.floor() != null) {
                        floors.add(Outcome.Floor.of(round, fastest.get(), plan, told.floor()));
                    }
                });
    }

    private void run(String what, Child child, Consumer<Told> listener) throws InterruptedException {
        try (child) {
            String failure = child.listen(listener);
            if (Thread.interrupted()) {
                throw new InterruptedException(what + " was interrupted");
            }
            fail(what, failure);
        }
    }

    private void fail(String what, @Nullable String failure) {
        if (failure != null) {
            say(what + " FAILED " + failure);
            failures.add(what + " failed " + failure.lines().findFirst().orElse(""));
        }
    }

    private void say(String line) {
        progress.println(line);
        progress.flush();
    }
}
