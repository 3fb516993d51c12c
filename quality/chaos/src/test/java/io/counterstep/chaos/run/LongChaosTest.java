package io.counterstep.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mvn verify -Pchaos}: two hours. */
@Tag("chaos")
class LongChaosTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void nothingIsLostOrHalfDoneInTenMinutesOfFaults(long seed) throws InterruptedException {
        Runs.Outcome run = Runs.run(TEN_MINUTES, seed, 25, List.of(), List.of());

        assertThat(run.passed()).as(run.said()).isTrue();
    }

    /** The faults are those that a guard is there for. */
    @ParameterizedTest
    @CsvSource({
        "ledger, duplicates, I",
        "tombstone, late-commands, I2",
        "confirmation, kill-instance, G4",
        "publish-first+checks, kill-instance, I1"
    })
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aMissingGuardIsCaught(String guards, String fault, String rule) throws InterruptedException {
        Runs.Outcome run = Runs.run(Duration.ofMinutes(2), 1, 25, List.of(fault), List.of(guards.split("\\+")));

        assertThat(run.passed()).as(run.said()).isFalse();
        assertThat(run.said()).contains(" violations").containsPattern("(?m)^" + rule);
    }
}
