package io.counterstep.benchmarks.floor;

/** What bare Kafka and bare SQL did on their own, each with all processors for itself. */
public record FloorFigures(double kafkaRecordsPerSecond, double sqlRowsPerSecond) {}
