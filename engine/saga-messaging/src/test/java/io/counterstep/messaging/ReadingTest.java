package io.counterstep.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Instant now = Instant.EPOCH;
    private final Reading reading = new Reading(() -> now);

    private void passes(Duration time) {
        now = now.plus(time);
    }

    @Test
    void whileNobodyReadsNothingIsBehind() {
        assertThat(reading.upTo()).isEqualTo(now);
        assertThat(reading.behind()).isZero();
    }

    @Test
    void whatWasReadIsUpToWhenItLayThere() {
        reading.reads("one", Duration.ZERO);
        passes(SECOND);
        assertThat(reading.behind()).as("a batch is in work").isEqualTo(SECOND);
        reading.reads("one", Duration.ofSeconds(3));
        assertThat(reading.upTo()).isEqualTo(now.minusSeconds(3));
        passes(Reading.HELD);
        reading.reads("one", Duration.ZERO);
        assertThat(reading.behind()).isZero();
    }

    @Test
    void theOldestIsHeldForAMomentSinceAPollShowsOnlySomePartitions() {
        reading.reads("one", Duration.ofSeconds(3));
        passes(Reading.HELD.minusMillis(1));
        reading.reads("one", Duration.ZERO);
        assertThat(reading.behind()).isGreaterThan(Duration.ofSeconds(3));
        reading.reads("one", Duration.ofSeconds(5));
        assertThat(reading.behind()).as("older still").isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theOneFurthestBehindCountsUntilItEnds() {
        reading.reads("one", Duration.ZERO);
        reading.reads("two", SECOND);
        assertThat(reading.behind()).isEqualTo(SECOND);
        reading.ended("two");
        assertThat(reading.behind()).isZero();
    }

    @Test
    void aClockThatWasSetBackIsNotAhead() {
        reading.reads("one", Duration.ZERO);
        passes(Duration.ofSeconds(-10));
        assertThat(reading.upTo()).isEqualTo(now);
        assertThat(reading.behind()).isZero();
    }
}
