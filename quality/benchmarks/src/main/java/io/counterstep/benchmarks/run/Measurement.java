package io.counterstep.benchmarks.run;

import java.util.Map;

/**
 * What one system did with one number outstanding in one round.
 *
 * @param sagas that ended in the measured time, completed or undone
 * @param cpuMsPerSaga of all its processes and the load's
 * @param peakMemoryMiB of the same processes together; 0 where the operating system does not tell
 * @param diskBytesPerSaga by which its folders grew, PostgreSQL's recycled log aside
 * @param perSaga further figures by name, such as {@code records}
 */
public record Measurement(
        String system,
        String workload,
        int outstanding,
        double sagasPerSecond,
        double p50Ms,
        double p99Ms,
        double maxMs,
        double cpuMsPerSaga,
        double peakMemoryMiB,
        double diskBytesPerSaga,
        long sagas,
        Map<String, Double> perSaga) {}
