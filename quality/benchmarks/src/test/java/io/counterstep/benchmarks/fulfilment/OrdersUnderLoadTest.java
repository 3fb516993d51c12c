package io.counterstep.benchmarks.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.benchmarks.ClosedLoop;
import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.measure.Meter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real system, in its own process: not how fast it is, but that every order ends as its fate says. */
class OrdersUnderLoadTest {

    private static final Duration TIME = Duration.ofSeconds(2);

    static Stream<Named<Contender.Opener>> openers() {
        return Stream.of(Named.of("by events", OrdersAsEvents::open), Named.of("over HTTP", OrdersOverHttp::open));
    }

    @ParameterizedTest
    @MethodSource("openers")
    void everyOrderEndsAsItsFateSays(Contender.Opener opener, @TempDir Path folder) throws Exception {
        ClosedLoop loop = new ClosedLoop(0);
        try (Contender orders = opener.open(folder, loop);
                Meter meter = new Meter(orders)) {
            orders.prepare(TIME);
            ClosedLoop.Measured measured = loop.run(orders, 16, TIME, TIME, meter);

            assertThat(measured.ended()).isPositive();
            Meter.Usage usage = meter.of(measured);
            assertThat(usage.perSaga())
                    .containsKeys("records", "sqlStatements", "rows", "inserts.orders", "updates.orchestrator");
            assertThat(usage.cpuMsPerSaga()).isPositive();
            assertThat(orders.processes()).hasSize(2).allMatch(ProcessHandle::isAlive);
        }
    }
}
