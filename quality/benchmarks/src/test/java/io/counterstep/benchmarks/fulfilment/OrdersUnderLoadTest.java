package io.counterstep.benchmarks.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.benchmarks.ClosedLoop;
import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import io.counterstep.benchmarks.measure.Meter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real system, in its own process: not how fast it is, but that every order ends as its fate says. */
class OrdersUnderLoadTest {

    private static final int OUTSTANDING = 16;
    private static final Duration TIME = Duration.ofSeconds(2);

    static Stream<Named<Contender.Opener>> openers() {
        return Stream.of(Named.of("by events", OrdersAsEvents::open), Named.of("over HTTP", OrdersOverHttp::open));
    }

    @ParameterizedTest
    @MethodSource("openers")
    void everyOrderEndsAsItsFateSays(Contender.Opener opener, @TempDir Path folder) throws Exception {
        ClosedLoop loop = new ClosedLoop(0);
        LongAdder ended = new LongAdder();
        Ends counted = new Ends() {
            @Override
            public void ended(long saga, boolean completed) {
                ended.increment();
                loop.ended(saga, completed);
            }

            @Override
            public void failed(String why) {
                loop.failed(why);
            }
        };
        try (Contender orders = opener.open(folder, counted);
                Meter meter = new Meter(orders)) {
            orders.prepare(TIME);
            ClosedLoop.Measured measured = loop.run(orders, OUTSTANDING, TIME, TIME, meter);

            // It returns only when all have ended as they should, however slow the machine is.
            assertThat(ended.sum()).isGreaterThanOrEqualTo(OUTSTANDING);
            Meter.Usage usage = meter.of(measured);
            assertThat(usage.perSaga())
                    .containsKeys("records", "sqlStatements", "rows", "inserts.orders", "updates.orchestrator");
            assertThat(orders.processes()).hasSize(2).allMatch(ProcessHandle::isAlive);
        }
    }
}
