package io.counterstep.benchmarks.floor;

import io.counterstep.benchmarks.measure.KafkaCounters;
import io.counterstep.benchmarks.measure.PostgresCounters;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much Kafka and SQL a saga of a workload needs, as it was measured.
 *
 * @param recordBytes as a record stands in the log on average
 * @param rowsPerSaga written in all databases
 * @param databases how many rows each of them writes for a saga
 */
public record FloorPlan(double recordsPerSaga, int recordBytes, double rowsPerSaga, Map<String, Rows> databases) {

    /** Rows for each saga, in whole numbers; the figures are scaled by what was measured. */
    public record Rows(int inserted, int changed) {}

    /** Empty if those figures are not among the measured ones, as for a system that has no topics. */
    public static Optional<FloorPlan> of(Map<String, Double> perSaga) {
        double records = perSaga.getOrDefault(KafkaCounters.RECORDS, 0.0);
        double bytes = perSaga.getOrDefault(KafkaCounters.BYTES, 0.0);
        Map<String, Rows> databases = new TreeMap<>();
        perSaga.forEach((name, inserted) -> {
            if (name.startsWith(PostgresCounters.INSERTS)) {
                String database = name.substring(PostgresCounters.INSERTS.length());
                double changed = perSaga.getOrDefault(PostgresCounters.UPDATES + database, 0.0);
                if (Math.round(inserted) + Math.round(changed) > 0) {
                    databases.put(database, new Rows((int) Math.round(inserted), (int) Math.round(changed)));
                }
            }
        });
        double rows = perSaga.getOrDefault(PostgresCounters.ROWS, 0.0);
        if (records <= 0 || rows <= 0 || databases.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FloorPlan(records, (int) Math.round(bytes / records), rows, databases));
    }
}
