package io.counterstep.benchmarks.run;

import io.counterstep.benchmarks.floor.FloorFigures;
import io.counterstep.benchmarks.floor.FloorPlan;
import java.util.List;
import java.util.Map;

/**
 * All that the rounds showed.
 *
 * @param versions what each system is made of
 * @param failures what could not be measured, and why
 */
public record Outcome(
        List<Measured> measured, List<Floor> floors, Map<String, Map<String, String>> versions, List<String> failures) {

    public record Measured(int round, Measurement figures) {}

    /**
     * The limit of a workload in one round, in sagas: what bare Kafka and bare SQL would allow, each alone on the machine,
     * and both together, since they share its processors.
     *
     * @param reached by Counterstep in the same round, with the best of the numbers outstanding
     */
    public record Floor(
            int round,
            String workload,
            double recordsPerSaga,
            double recordBytes,
            double rowsPerSaga,
            double kafkaRecordsPerSecond,
            double sqlRowsPerSecond,
            double kafkaSagasPerSecond,
            double sqlSagasPerSecond,
            double bothSagasPerSecond,
            double reached) {

        static Floor of(int round, Measurement fastest, FloorPlan plan, FloorFigures figures) {
            double kafka = figures.kafkaRecordsPerSecond() / plan.recordsPerSaga();
            double sql = figures.sqlRowsPerSecond() / plan.rowsPerSaga();
            return new Floor(
                    round,
                    fastest.workload(),
                    plan.recordsPerSaga(),
                    plan.recordBytes(),
                    plan.rowsPerSaga(),
                    figures.kafkaRecordsPerSecond(),
                    figures.sqlRowsPerSecond(),
                    kafka,
                    sql,
                    1 / (1 / kafka + 1 / sql),
                    fastest.sagasPerSecond());
        }

        /** Of the limit that both together allow, 0 to 1. */
        public double share() {
            return reached / bothSagasPerSecond;
        }
    }
}
