package io.counterstep.benchmarks.run;

/** What bare Kafka and bare SQL did on their own, each with all processors for itself. */
public record FloorFigures(double kafkaRecordsPerSecond, double sqlRowsPerSecond) {}
