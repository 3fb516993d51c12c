package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.bench.FakeOrders;
import io.counterstep.fulfilment.local.bench.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BenchCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path log;

    @SuppressWarnings("NullAway.Init")
    private static TestBroker broker;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @SuppressWarnings("NullAway.Init")
    private FakeOrders orders;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new TestBroker(log);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws IOException {
        orders = new FakeOrders(broker::publish);
        Files.writeString(data.resolve("running.json"), """
                {"pid":%d,"bootstrapServers":"%s","urls":{"order":"%s"}}""".formatted(
                        ProcessHandle.current().pid(), broker.bootstrapServers(), orders.url()));
    }

    @AfterEach
    void stop() {
        orders.close();
    }

    @Test
    void theJsonReportBeginsWithTheFieldsOfEverySystemMeasured() {
        Cli cli = bench("--json");

        JsonNode document = Json.read(cli.out());
        assertThat(document.propertyNames()).containsExactly("results");
        assertThat(document.path("results")).hasSize(1);
        JsonNode result = document.path("results").get(0);
        assertThat(result.propertyNames())
                .startsWith("system", "workload", "outstanding", "sagasPerSecond", "p50Ms", "p99Ms");
        assertThat(result.path("system").asString()).isEqualTo("counterstep");
        assertThat(result.path("workload").asString()).isEqualTo("fulfilment-http");
        assertThat(result.path("outstanding").asInt()).isEqualTo(4);
        assertThat(result.path("sagasPerSecond").asDouble()).isPositive();
        assertThat(result.path("p99Ms").asDouble()).isPositive();
        assertThat(result.path("orders").asLong())
                .isEqualTo(result.path("completed").asLong());
        assertThat(cli.lines()).hasSize(1);
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void theReportForPeopleFitsEightyColumns() {
        Cli cli = bench("--failing", "20");

        assertThat(cli.out()).contains("sagas/s", "p99", "completed", "orders read back, all as told", "refused");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void whereNothingRunsAndNoOwnSystemCanBeStartedItEndsWithThree() {
        orders.close();

        Cli cli = bench("--json");

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.out()).isEmpty();
    }

    private Cli bench(String... more) {
        String[] args = new String[9 + more.length];
        String[] common = {"bench", "--data", data.toString(), "--seconds", "1", "--warm-up", "0", "--outstanding", "4"
        };
        System.arraycopy(common, 0, args, 0, common.length);
        System.arraycopy(more, 0, args, common.length, more.length);
        return Cli.run(args);
    }
}
