package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.fulfilment.local.bench.BenchSettings;
import io.counterstep.fulfilment.local.bench.Stored;
import io.counterstep.fulfilment.local.bench.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {

    @Test
    void itExplainsItselfInEightyColumns() {
        Cli cli = Cli.run("bench", "--help");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("--workload", "--outstanding", "--peers", "--floor", "--json");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--outstanding 0",
                "--outstanding 1,16385",
                "--outstanding many",
                "--workload dance",
                "--seconds 0",
                "--warm-up -1",
                "--runs 0",
                "--docs benchmarks.md",
                "--rate 5",
                "--console --rate 0",
                "--console --out x"
            })
    void whatCannotBeMeasuredIsWrongUsage(String options) {
        Cli cli = Cli.run(("bench " + options).split(" "));

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void withoutTheBenchmarksOnTheClassPathItSaysHowToGetThem() {
        Cli cli = Cli.run("bench", "--workload", "engine,fulfilment-http", "--outstanding", "1", "--outstanding", "64");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("run ./counterstep bench");
    }

    @Test
    void theCommandInTheResultsIsOneThatMeasuresTheSame() {
        BenchSettings settings = new BenchSettings(
                List.of(Workload.ENGINE, Workload.ENGINE),
                List.of(64, 1, 64),
                Duration.ofSeconds(30),
                Duration.ofSeconds(8),
                5,
                true,
                false,
                new Stored(5_000_000, 0),
                true,
                Path.of("somewhere"),
                null);

        assertThat(settings.command())
                .isEqualTo("./counterstep bench --workload engine --outstanding 1,64 --warm-up 30 --seconds 8"
                        + " --runs 5 --peers --finished 5000000");
        assertThatThrownBy(() -> Workload.of("dance"))
                .hasMessage("no workload is called 'dance', only engine, fulfilment-http, fulfilment-events");
    }
}
