package io.counterstep.benchmarks.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorTest {

    @Test
    void whatASagaNeedsComesFromWhatWasMeasured() {
        FloorPlan plan = FloorPlan.of(Map.of(
                        "records", 10.0,
                        "recordBytes", 6_004.0,
                        "rows", 13.0,
                        "inserts.orders", 2.2,
                        "updates.orders", 1.7,
                        "inserts.idle", 0.1,
                        "updates.idle", 0.1))
                .orElseThrow();

        assertThat(plan).isEqualTo(new FloorPlan(10, 600, 13, Map.of("orders", new FloorPlan.Rows(2, 2))));
        assertThat(FloorPlan.of(Map.of("records", 10.0))).isEmpty();
    }

    @Test
    void bareKafkaAndBareSqlAreMeasured(@TempDir Path folder) throws Exception {
        FloorPlan plan =
                new FloorPlan(9, 600, 12, Map.of("saga", new FloorPlan.Rows(5, 4), "ledger", new FloorPlan.Rows(2, 0)));
        try (Floor floor = new Floor(folder, Duration.ZERO, Duration.ofSeconds(3))) {
            FloorFigures figures = floor.measure(plan);

            assertThat(figures.kafkaRecordsPerSecond()).isPositive();
            assertThat(figures.sqlRowsPerSecond()).isPositive();
        }
    }
}
