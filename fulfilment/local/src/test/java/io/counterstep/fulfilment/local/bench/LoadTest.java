package io.counterstep.fulfilment.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final Consumer<Ending> NOBODY = ending -> {};

    private final AtomicReference<Consumer<Ending>> listener = new AtomicReference<>(NOBODY);

    @SuppressWarnings("NullAway.Init")
    private FakeOrders orders;

    @BeforeEach
    void start() throws IOException {
        orders = new FakeOrders(this::tell);
    }

    @AfterEach
    void stop() {
        orders.close();
    }

    @Test
    void everyOrderThatEndsIsMeasuredAndReadBack() {
        LoadReport report = run(8, 0);

        assertThat(report.completed()).isPositive();
        assertThat(report.canceled()).isZero();
        assertThat(report.failed()).isZero();
        assertThat(report.sagasPerSecond()).isEqualTo(report.completed() / 0.5);
        assertThat(report.p50Ms()).isPositive().isLessThanOrEqualTo(report.p99Ms());
        assertThat(report.p99Ms()).isLessThanOrEqualTo(report.maxMs());
        assertThat(report.checked()).isEqualTo(Math.toIntExact(Math.min(Load.SAMPLE, report.completed())));
        assertThat(report.contradictions()).isEmpty();
        assertThat(report.isSound()).isTrue();
    }

    @Test
    void ordersThatMustFailAreCountedWithTheirReason() {
        LoadReport report = run(4, 50);

        assertThat(report.canceled()).isPositive();
        assertThat(report.completed()).isPositive();
        assertThat(report.cancelReasons()).containsOnlyKeys("refused");
        assertThat(report.isSound()).isTrue();
    }

    @Test
    void aRejectedPostIsCountedAndItsPlaceIsTakenByAnother() {
        orders.rejectEvery(2);

        LoadReport report = run(1, 0);

        assertThat(report.completed()).isPositive();
        assertThat(report.rejected()).isPositive();
        assertThat(report.postFailures()).containsOnlyKeys("HTTP 503 try later");
        assertThat(report.isSound()).isTrue();
    }

    @Test
    void anOrderThatIsNeverToldFinalIsUnfinishedAndTheLoadIsNotSound() {
        LoadReport report = Load.run(system(), plan(3, 0), progress -> {}, ignored -> feed());

        assertThat(report.unfinished()).isEqualTo(3);
        assertThat(report.unfinishedIds()).containsExactlyInAnyOrder("order-1", "order-2", "order-3");
        assertThat(orders.posts()).isEqualTo(3);
        assertThat(report.isSound()).isFalse();
    }

    @Test
    void anOrderThatIsNotAsItWasToldMakesTheLoadUnsound() {
        orders.forget();

        LoadReport report = run(1, 0);

        assertThat(report.contradictions())
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it).contains("was told COMPLETED but is PENDING"));
        assertThat(report.isSound()).isFalse();
    }

    @Test
    void aFeedThatBreaksEndsTheLoad() {
        Load.Feed broken = new Load.Feed() {
            @Override
            public void check() {
                throw new LoadFailure("reading order-events failed", null);
            }

            @Override
            public void close() {
                listener.set(NOBODY);
            }
        };

        assertThatThrownBy(() -> Load.run(system(), plan(1, 0), progress -> {}, it -> broken))
                .isInstanceOf(LoadFailure.class);
    }

    @Test
    void progressIsToldForWarmUpAndMeasuring() {
        List<String> phases = new ArrayList<>();

        Load.run(system(), plan(1, 0), progress -> phases.add(progress.phase()), this::open);

        assertThat(phases).containsSubsequence("warm-up", "measuring");
    }

    private LoadReport run(int outstanding, int failing) {
        return Load.run(system(), plan(outstanding, failing), progress -> {}, this::open);
    }

    private RunningSystem system() {
        return new RunningSystem(orders.url(), "unused");
    }

    private static LoadPlan plan(int outstanding, int failing) {
        return new LoadPlan(
                outstanding, failing, Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofMillis(300));
    }

    private Load.Feed open(Consumer<Ending> told) {
        listener.set(told);
        return feed();
    }

    private Load.Feed feed() {
        return new Load.Feed() {
            @Override
            public void check() {
                // It never breaks.
            }

            @Override
            public void close() {
                listener.set(NOBODY);
            }
        };
    }

    private void tell(String event) {
        Ending ending = FinalOrderEvents.ending(event.getBytes(StandardCharsets.UTF_8), System.nanoTime());
        if (ending != null) {
            listener.get().accept(ending);
        }
    }
}
