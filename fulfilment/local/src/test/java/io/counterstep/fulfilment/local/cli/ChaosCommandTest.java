package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.chaos.ChaosSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosCommandTest {

    @Test
    void itExplainsItselfInEightyColumns() {
        Cli cli = Cli.run("chaos", "--help");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("--seconds", "--seed", "--faults", "--without", "--json", "kill-broker");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seconds 9", "--seconds 86401", "--rate 0", "--rate 1001", "--seed x", "--docs a.md"})
    void whatCannotBeRunIsWrongUsage(String options) {
        Cli cli = Cli.run(("chaos " + options).split(" "));

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void withoutChaosOnTheClassPathItSaysHowToGetIt() {
        Cli cli = Cli.run("chaos", "--seconds", "60", "--seed", "7");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("run ./counterstep chaos");
    }

    @Test
    void theCommandInTheReportIsOneThatRunsTheSame() {
        ChaosSettings settings = new ChaosSettings(
                Duration.ofSeconds(600),
                42,
                25,
                List.of("kill-broker", "clock", "clock"),
                List.of("tombstone"),
                true,
                null,
                null,
                null);

        assertThat(settings.command())
                .isEqualTo("./counterstep chaos --seconds 600 --seed 42 --rate 25 --faults kill-broker,clock"
                        + " --without tombstone");
    }
}
