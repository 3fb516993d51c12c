package io.counterstep.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Reading reading = new Reading(() -> now);

    @Test
    void whileNobodyReadsNothingIsBehind() {
        assertThat(reading.upTo()).isEqualTo(now);
        assertThat(reading.behind()).isZero();
    }

    @Test
    void whatIsReadStaysWhileABatchIsInWork() {
        reading.reads("one", now.minusSeconds(2));
        now = now.plusSeconds(3);
        assertThat(reading.behind()).isEqualTo(Duration.ofSeconds(5));
        reading.reads("one", now);
        assertThat(reading.behind()).isZero();
    }

    @Test
    void theOneFurthestBehindCountsUntilItEnds() {
        reading.reads("one", now);
        reading.reads("two", now.minusSeconds(1));
        assertThat(reading.behind()).isEqualTo(Duration.ofSeconds(1));
        reading.ended("two");
        assertThat(reading.behind()).isZero();
    }

    @Test
    void nobodyWaitsForEverForAReaderThatStandsStill() {
        reading.reads("one", now);
        now = now.plus(Duration.ofDays(1));
        assertThat(reading.behind()).isEqualTo(Reading.LONGEST);
    }

    @Test
    void aClockThatWasSetBackIsNotAhead() {
        reading.reads("one", now);
        now = now.minusSeconds(10);
        assertThat(reading.upTo()).isEqualTo(now);
        assertThat(reading.behind()).isZero();
    }
}
