package io.counterstep.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short run with faults of each layer; the long ones are {@link LongChaosTest}. */
class ChaosSmokeTest {

    private static final List<String> QUICK = List.of(
            "kill-instance", "kill-broker", "kill-database", "cut-database", "lost-answers", "duplicates", "forgeries");

    @Test
    void nothingIsLostOrHalfDoneWhileThingsBreak() throws InterruptedException {
        Runs.Outcome run = Runs.run(Duration.ofSeconds(30), 11, 10, QUICK, List.of());

        assertThat(run.passed()).as(run.said()).isTrue();
    }
}
