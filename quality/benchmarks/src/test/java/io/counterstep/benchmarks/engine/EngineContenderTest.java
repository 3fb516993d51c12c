package io.counterstep.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.benchmarks.ClosedLoop;
import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.ShortRun;
import io.counterstep.benchmarks.measure.PostgresCounters;
import io.counterstep.fulfilment.local.bench.Stored;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineContenderTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    @Test
    void sagasEndAsPlannedAndNoProcessIsLeft() throws Exception {
        ShortRun.of(EngineContender::open, folder);
    }

    @Test
    void sagasEndAsPlannedBesideStoredOnes() throws Exception {
        Stored stored = new Stored(1_500, 500);
        ClosedLoop loop = new ClosedLoop(1);
        try (Contender contender = EngineContender.open(folder, loop)) {
            loop.run(contender, 8, SECOND, SECOND, ShortRun.NO_EDGES);
            double before = rows(contender);

            assertThat(contender.fill(stored)).isTrue();

            // each finished one with four lines of history at least
            int least = stored.finished() * 5 + stored.active();
            await().atMost(Duration.ofSeconds(20)).until(() -> rows(contender) >= before + least);
            assertThat(loop.run(contender, 8, SECOND, SECOND, ShortRun.NO_EDGES).ended())
                    .isPositive();
        }
    }

    private static double rows(Contender contender) throws Exception {
        return contender.counters().getOrDefault(PostgresCounters.ROWS, 0.0);
    }
}
