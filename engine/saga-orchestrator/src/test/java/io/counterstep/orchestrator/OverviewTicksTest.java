package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.orchestrator.OverviewTicks.Counts;
import io.counterstep.orchestrator.OverviewTicks.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OverviewTicksTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final OverviewTicks ticks = new OverviewTicks();

    private static Instant noonAnd(double seconds) {
        return NOON.plusMillis(Math.round(seconds * 1_000));
    }

    private Window tick(double seconds) {
        return tick(seconds, new Counts(0, Map.of(), Map.of()));
    }

    private Window tick(double seconds, Counts counts) {
        Window window = Objects.requireNonNull(ticks.next(noonAnd(seconds)));
        ticks.add(window, counts);
        return window;
    }

    private Overview.Tick last() {
        return ticks.last().getLast();
    }

    @Test
    void aWindowEndsASecondAgoSoThatLateCommitsAreCounted() {
        assertThat(tick(0)).isEqualTo(new Window(noonAnd(-3), noonAnd(-1)));
    }

    @Test
    void eachWindowBeginsWhereTheOneBeforeEndedHoweverLateItIs() {
        tick(0);
        assertThat(tick(2)).isEqualTo(new Window(noonAnd(-1), noonAnd(1)));
        assertThat(tick(7.5)).isEqualTo(new Window(noonAnd(1), noonAnd(6.5)));
        assertThat(ticks.last()).extracting(Overview.Tick::ms).containsExactly(2_000L, 2_000L, 5_500L);
        assertThat(last().at()).isEqualTo(noonAnd(6.5));
    }

    @Test
    void aWindowThatFailedIsPartOfTheNextOne() {
        tick(0);
        ticks.next(noonAnd(2));
        assertThat(tick(4)).isEqualTo(new Window(noonAnd(-1), noonAnd(3)));
    }

    @Test
    void afterALongerGapTheTicksBeginAnew() {
        tick(0);
        tick(2);
        assertThat(tick(12.1)).isEqualTo(new Window(noonAnd(9.1), noonAnd(11.1)));
        assertThat(ticks.last()).hasSize(1);
    }

    @Test
    void aClockThatIsSetBackALittleIsWaitedForAndOneThatIsSetBackMuchIsFollowed() {
        tick(0);
        assertThat(ticks.next(noonAnd(-1))).isNull();
        assertThat(ticks.next(noonAnd(0))).isNull();
        assertThat(tick(-60)).isEqualTo(new Window(noonAnd(-63), noonAnd(-61)));
        assertThat(ticks.last()).hasSize(1);
    }

    @Test
    void theLastSixtyAreKept() {
        for (int i = 0; i < 100; i++) {
            tick(2 * i, new Counts(i, Map.of(), Map.of()));
        }
        assertThat(ticks.last()).hasSize(OverviewTicks.KEPT);
        assertThat(ticks.last().getFirst().started()).isEqualTo(40);
        assertThat(last().started()).isEqualTo(99);
    }

    @Test
    void percentilesAreOfAllThatEnded() {
        tick(0, new Counts(7, Map.of(10L, 50L, 30L, 48L), Map.of(20L, 1L, 900L, 1L)));

        assertThat(last()).isEqualTo(new Overview.Tick(noonAnd(-1), 2_000, 7, 98, 2, 10L, 30L));
    }

    @Test
    void oneThatEndedIsAllPercentilesAndNoneIsNone() {
        tick(0, new Counts(0, Map.of(10L, 1L), Map.of()));
        assertThat(last())
                .extracting(Overview.Tick::p50Ms, Overview.Tick::p99Ms)
                .containsExactly(10L, 10L);
        tick(2);
        assertThat(last())
                .extracting(Overview.Tick::p50Ms, Overview.Tick::p99Ms)
                .containsExactly(null, null);
    }

    @Test
    void aGapIsMadeUpForExactlyUpToItsBound() {
        tick(0);
        double bound = Duration.ofSeconds(10).toSeconds();
        assertThat(Objects.requireNonNull(ticks.next(noonAnd(bound))).from()).isEqualTo(noonAnd(-1));
        assertThat(Objects.requireNonNull(ticks.next(noonAnd(bound + 0.001))).from())
                .isEqualTo(noonAnd(bound - 2.999));
    }
}
