package io.counterstep.fulfilment.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadStatisticsTest {

    private final LoadStatistics statistics = new LoadStatistics();

    @Test
    void percentilesAreThoseOfTheLatenciesWithinATenthOfAPercent() {
        for (int millis = 1; millis <= 1_000; millis++) {
            statistics.ended(Duration.ofMillis(millis).toNanos(), millis % 10 != 0);
        }

        LoadStatistics.Summary summary = statistics.over(Duration.ofSeconds(4));

        assertThat(summary.p50Ms()).isCloseTo(500, within(0.5));
        assertThat(summary.p90Ms()).isCloseTo(900, within(0.9));
        assertThat(summary.p99Ms()).isCloseTo(990, within(1.0));
        assertThat(summary.maxMs()).isCloseTo(1_000, within(1.0));
        assertThat(summary.completed()).isEqualTo(900);
        assertThat(summary.canceled()).isEqualTo(100);
        assertThat(summary.perSecond()).isEqualTo(250);
    }

    @Test
    void nothingEndedIsAllZero() {
        assertThat(statistics.over(Duration.ofSeconds(1))).isEqualTo(new LoadStatistics.Summary(0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void absurdLatenciesAreKeptWithinBounds() {
        statistics.ended(-5, true);
        statistics.ended(Duration.ofDays(2).toNanos(), true);

        LoadStatistics.Summary summary = statistics.over(Duration.ofSeconds(1));

        assertThat(summary.completed()).isEqualTo(2);
        assertThat(summary.maxMs()).isCloseTo(3_600_000, within(3_600.0));
    }
}
