package io.counterstep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.counterstep.benchmarks.ClosedLoop;
import io.counterstep.benchmarks.FakeContender;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeterTest {

    @Test
    void whatGrewIsToldForEachSaga(@TempDir Path folder) throws InterruptedException {
        ClosedLoop loop = new ClosedLoop(0);
        try (FakeContender system = new FakeContender(folder, loop, 2);
                Meter meter = new Meter(system)) {
            ClosedLoop.Measured measured = loop.run(system, 4, Duration.ofMillis(100), Duration.ofSeconds(1), meter);
            Meter.Usage usage = meter.of(measured);

            assertThat(usage.perSaga().get("records")).isCloseTo(9, within(3.0));
            assertThat(usage.cpuMsPerSaga()).isPositive();
            assertThat(usage.diskBytesPerSaga()).isZero();
        }
    }
}
