package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.messaging.Reading;
import io.counterstep.messaging.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartWindowTest {

    private static final Duration MOST = Duration.ofSeconds(1);
    private static final String STARTS = "shop-events";
    private static final int MANY = 1_000_000;

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private int moving;
    private final List<Integer> asked = new ArrayList<>();
    private final Throttle bound = new Throttle() {
        @Override
        public int reserve(String topic, int wanted) {
            asked.add(wanted);
            return Math.min(wanted, 50_000);
        }

        @Override
        public void done(String topic, int reserved) {
            asked.add(-reserved);
        }
    };
    private final Reading replies = new Reading(() -> now);
    private final StartWindow window = new StartWindow(bound, () -> moving, replies, MOST, () -> now);

    private int start(int wanted) {
        int granted = window.reserve(STARTS, wanted);
        window.done(STARTS, granted);
        return granted;
    }

    private void passes(Duration time) {
        now = now.plus(time);
    }

    private void behind(Duration delay) {
        replies.ended(this);
        replies.reads(this, now.minus(delay));
    }

    @Test
    void soManyMayBeOnTheirWayAndWhatIsBeingStartedCounts() {
        assertThat(start(10)).isEqualTo(10);
        moving = StartWindow.FIRST - 5;
        assertThat(window.reserve(STARTS, 3)).isEqualTo(3);
        assertThat(window.reserve(STARTS, 3)).isEqualTo(2);
        assertThat(window.reserve(STARTS, 3)).isZero();
        window.done(STARTS, 3);
        assertThat(window.reserve(STARTS, 4)).isEqualTo(3);
    }

    @Test
    void theOtherBoundHoldsBesidesAndIsNotAskedForNothing() {
        moving = -100_000;
        assertThat(start(MANY)).isEqualTo(50_000);
        assertThat(asked).containsExactly(100_000 + StartWindow.FIRST, -50_000);
        asked.clear();
        moving = MANY;
        assertThat(start(1)).isZero();
        assertThat(asked).containsExactly(-0);
    }

    @Test
    void moreAreAllowedWhileAllThatAreAllowedMoveAndRepliesAreReadInTime() {
        behind(MOST.dividedBy(3));
        moving = StartWindow.FIRST;
        start(1);
        passes(StartWindow.GROWS_EVERY);
        behind(MOST.dividedBy(3));
        assertThat(start(MANY)).isEqualTo(StartWindow.FIRST / 10);
        behind(MOST.dividedBy(3));
        assertThat(start(MANY)).as("not at once again").isEqualTo(StartWindow.FIRST / 10);
    }

    @Test
    void noMoreAreAllowedThanAnyoneEverWantedOrWhileRepliesAreHalfwayLate() {
        for (int i = 0; i < 100; i++) {
            passes(StartWindow.GROWS_EVERY);
            start(1);
        }
        moving = StartWindow.FIRST - 7;
        assertThat(start(MANY)).isEqualTo(7);
        passes(StartWindow.GROWS_EVERY);
        behind(MOST.dividedBy(2));
        assertThat(start(MANY)).isEqualTo(7);
    }

    @Test
    void fewerAreAllowedWhileRepliesAreReadTooLateButNeverNone() {
        moving = StartWindow.FIRST;
        passes(MOST);
        behind(MOST.plusMillis(1));
        assertThat(start(MANY)).as("1600 are allowed").isZero();
        moving = 0;
        assertThat(start(MANY)).as("a change has some time to take effect").isEqualTo(1_600);
        for (int allowed : new int[] {800, 400, 200, 100, 100}) {
            passes(MOST);
            behind(MOST.plusMillis(1));
            assertThat(start(MANY)).as("while few are on their way, by half").isEqualTo(allowed);
        }
        assertThat(StartWindow.LEAST).isEqualTo(100);
    }
}
