package io.counterstep.benchmarks.report;

import io.counterstep.benchmarks.run.Machine;
import io.counterstep.benchmarks.run.Measurement;
import io.counterstep.benchmarks.run.Outcome;
import io.counterstep.fulfilment.local.bench.BenchSettings;
import io.counterstep.fulfilment.local.bench.Stored;
import io.counterstep.fulfilment.local.bench.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A report of two rounds of two systems. */
final class Reports {

    private Reports() {}

    static Report twoRounds() {
        Outcome outcome = new Outcome(
                List.of(
                        measured(1, "rival", 1, 100),
                        measured(1, "other", 1, 50),
                        measured(1, "counterstep", 1, 300),
                        measured(1, "counterstep", 512, 3_000),
                        measured(2, "counterstep", 1, 400),
                        measured(2, "counterstep", 512, 4_000),
                        measured(2, "rival", 1, 200),
                        measured(2, "other", 1, 400),
                        measured(2, "a system with a long name", 2, 400)),
                List.of(new Outcome.Floor(1, "engine", 9, 600, 10, 90_000, 40_000, 10_000, 4_000, 2_857, 2_000)),
                Map.of("counterstep", Map.of("Kafka", "4.3.1")),
                List.of("round 2 of 2, rival engine failed while measuring"));
        BenchSettings settings = new BenchSettings(
                List.of(Workload.ENGINE),
                List.of(1, 512),
                Duration.ofSeconds(30),
                Duration.ofSeconds(8),
                2,
                true,
                true,
                Stored.NONE,
                false,
                null,
                null);
        Machine machine = new Machine("A <fast> CPU", 2, 24, "Linux 6", "25", List.of("-XX:+UseG1GC"), "abc");
        return new Report(settings, machine, Instant.parse("2026-11-22T10:15:30Z"), outcome, Summary.of(outcome));
    }

    private static Outcome.Measured measured(int round, String system, int outstanding, double perSecond) {
        return new Outcome.Measured(
                round,
                new Measurement(
                        system,
                        "engine",
                        outstanding,
                        perSecond,
                        1_000 / perSecond,
                        2_000 / perSecond,
                        3_000 / perSecond,
                        0.5,
                        512,
                        4_096,
                        (long) perSecond * 8,
                        system.equals("counterstep") ? Map.of("records", 9.0) : Map.of()));
    }
}
