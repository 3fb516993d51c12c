package io.counterstep.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.chaos.sabotage.Guard;
import io.counterstep.fulfilment.local.cli.CounterstepCli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void eachIsCalledByItsName() {
        assertThat(Fault.of("kill-two-brokers")).isEqualTo(Fault.KILL_TWO_BROKERS);
        assertThatThrownBy(() -> Fault.of("bad-weather"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'bad-weather'")
                .hasMessageContaining("kill-instance");
    }

    @Test
    void theHelpListsAllFaultsAndGuards() throws IOException, InterruptedException {
        String help = help();
        Set<String> words = new TreeSet<>(Arrays.asList(help.split("[\\s,]+")));

        assertThat(words)
                .containsAll(Arrays.stream(Fault.values()).map(Fault::label).collect(Collectors.toSet()))
                .containsAll(Arrays.stream(Guard.values()).map(Guard::label).collect(Collectors.toSet()));
    }

    private static String help() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CounterstepCli.class.getName(),
                        "chaos",
                        "--help")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void noneComesASecondTimeBeforeAllHaveCome() {
        RandomGenerator random =
                RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(7);
        Bag bag = new Bag(List.of(Fault.values()), random);

        for (int round = 0; round < 3; round++) {
            Set<Fault> drawn = EnumSet.noneOf(Fault.class);
            Arrays.stream(Fault.values()).forEach(it -> drawn.add(bag.draw()));
            assertThat(drawn).hasSize(Fault.values().length);
        }
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertThat(drawn(3)).isEqualTo(drawn(3)).isNotEqualTo(drawn(4));
    }

    private static List<Fault> drawn(long seed) {
        RandomGenerator random =
                RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
        Bag bag = new Bag(List.of(Fault.values()), random);
        List<Fault> drawn = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            drawn.add(bag.draw());
        }
        return drawn;
    }
}
