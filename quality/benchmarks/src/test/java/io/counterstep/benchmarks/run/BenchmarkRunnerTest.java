package io.counterstep.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.bench.BenchSettings;
import io.counterstep.fulfilment.local.bench.Benchmarks;
import io.counterstep.fulfilment.local.bench.Stored;
import io.counterstep.fulfilment.local.bench.Workload;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rounds with processes of their own, over systems that take no time to start. */
class BenchmarkRunnerTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void systemsTakeTurnsAndEachRoundIsTold() throws InterruptedException {
        List<Entrant> sound = TestContenderMain.ENTRANTS.stream()
                .filter(it -> !it.system().equals("broken"))
                .toList();

        boolean done = run(sound, settings(Workload.ENGINE, 2, true));

        assertThat(err.toString()).contains("round 2 of 2, rival engine: measuring with 4 outstanding");
        assertThat(done).isTrue();
        assertThat(err.toString().indexOf("round 2 of 2, rival"))
                .as("the second round begins with the next system")
                .isBetween(0, err.toString().indexOf("round 2 of 2, counterstep"));
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.path("results")).hasSize(4);
        JsonNode first = json.path("results").get(0);
        assertThat(first.path("system").asString()).isEqualTo("counterstep");
        assertThat(first.path("outstanding").asInt()).isEqualTo(1);
        assertThat(first.path("rounds")).hasSize(2);
        assertThat(first.path("cpuMsPerSaga").asDouble()).isPositive();
        assertThat(json.path("ratiosToFastestPeer")).hasSize(2);
        assertThat(json.path("versions").path("rival").path("Fake").asString()).isEqualTo("1.0");
    }

    @Test
    void aSystemThatDoesNotStartIsNamedAndTheOthersAreMeasured() throws InterruptedException {
        boolean done = run(TestContenderMain.ENTRANTS, settings(Workload.ENGINE, 1, true));

        assertThat(done).isFalse();
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.path("results")).hasSize(4);
        assertThat(json.path("failures").get(0).asString())
                .isEqualTo("round 1 of 1, broken engine failed while starting:"
                        + " java.lang.IllegalStateException: no such server");
    }

    @Test
    void aSystemThatFailsUnderLoadIsToldWithItsPhase() throws InterruptedException {
        boolean done = run(TestContenderMain.ENTRANTS, settings(Workload.FULFILMENT_HTTP, 1, false));

        assertThat(done).isFalse();
        assertThat(err.toString())
                .contains("counterstep fulfilment-http FAILED while measuring with 1 outstanding")
                .contains("the queue is full");
    }

    @Test
    void theCommandLineFindsTheBenchmarks() {
        assertThat(ServiceLoader.load(Benchmarks.class)).hasAtLeastOneElementOfType(BenchmarkRunner.class);
        assertThat(Entrants.ALL).doesNotHaveDuplicates().anyMatch(it -> !it.isPeer());
    }

    private boolean run(List<Entrant> entrants, BenchSettings settings) throws InterruptedException {
        return new BenchmarkRunner(entrants, TestContenderMain.class)
                .run(settings, new PrintWriter(out), new PrintWriter(err));
    }

    private static BenchSettings settings(Workload workload, int runs, boolean peers) {
        return new BenchSettings(
                List.of(workload),
                List.of(1, 4),
                Duration.ZERO,
                Duration.ofSeconds(1),
                runs,
                peers,
                false,
                Stored.NONE,
                true,
                null,
                null);
    }
}
