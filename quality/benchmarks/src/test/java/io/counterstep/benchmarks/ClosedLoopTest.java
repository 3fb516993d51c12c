package io.counterstep.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosedLoopTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final ClosedLoop loop = new ClosedLoop(0, SHORT);
    private final List<String> edges = new ArrayList<>();
    private final ClosedLoop.Edges noted = new ClosedLoop.Edges() {
        @Override
        public void begins() {
            edges.add("begins");
        }

        @Override
        public void ends() {
            edges.add("ends");
        }
    };

    @Test
    void asManySagasAsWantedAreOutstandingAndTheirWholeTimeIsTold() throws InterruptedException {
        try (FakeContender system = new FakeContender(folder, loop, 5)) {
            ClosedLoop.Measured measured = loop.run(system, 8, Duration.ZERO, SHORT, noted);

            assertThat(system.most()).isEqualTo(8);
            assertThat(measured.ended()).isPositive().isLessThanOrEqualTo(system.begun());
            assertThat(measured.latency().getMinValue()).isGreaterThanOrEqualTo(4_900);
            assertThat(measured.time()).isGreaterThanOrEqualTo(SHORT);
            assertThat(edges).containsExactly("begins", "ends");
        }
    }

    @Test
    void theLoopRunsAgainWithAnotherNumber() throws InterruptedException {
        try (FakeContender system = new FakeContender(folder, loop, 1)) {
            long before = loop.run(system, 16, Duration.ZERO, SHORT, noted).ended();
            ClosedLoop.Measured measured = loop.run(system, 1, Duration.ZERO, SHORT, noted);

            assertThat(before).isGreaterThan(measured.ended());
            assertThat(measured.ended()).isPositive();
        }
    }

    @Test
    void anEndThatIsToldTwiceCountsOnce() throws InterruptedException {
        try (FakeContender system = new FakeContender(folder, loop, 1) {
            @Override
            protected void end(long saga) {
                super.end(saga);
                super.end(saga);
            }
        }) {
            ClosedLoop.Measured measured = loop.run(system, 2, Duration.ZERO, SHORT, noted);

            assertThat(measured.ended()).isLessThanOrEqualTo(system.begun());
            assertThat(system.most()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void sagasThatEndOtherwiseThanTheyShouldFailTheRun() {
        try (FakeContender system = new FakeContender(folder, loop, 1) {
            @Override
            protected void end(long saga) {
                ends.ended(saga, true);
            }
        }) {
            assertThatThrownBy(() -> loop.run(system, 4, Duration.ZERO, SHORT, noted))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended otherwise than they should");
        }
    }

    @Test
    void sagasThatDoNotEndFailTheRun() {
        try (FakeContender system = new FakeContender(folder, loop, 1) {
            @Override
            protected void end(long saga) {
                // hangs
            }
        }) {
            assertThatThrownBy(() -> loop.run(system, 4, Duration.ZERO, SHORT, noted))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("4 sagas did not end within PT0.2S, such as [0, 1, 2]");
        }
    }

    @Test
    void aSystemThatFailsEndsTheRunAtOnce() {
        try (FakeContender system = new FakeContender(folder, loop, 1) {
            @Override
            protected void end(long saga) {
                ends.failed("out of paper");
            }
        }) {
            assertThatThrownBy(() -> loop.run(system, 4, Duration.ZERO, Duration.ofHours(1), noted))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("out of paper");
        }
    }

    @Test
    void threeOfTenSagasFailEachAtAnotherStep() {
        List<Integer> steps = new ArrayList<>();
        for (long saga = 0; saga < 10; saga++) {
            steps.add(Fate.of(saga).refusingStep());
        }
        assertThat(steps).containsExactly(0, 0, 1, 0, 0, 2, 0, 0, 3, 0);
    }
}
