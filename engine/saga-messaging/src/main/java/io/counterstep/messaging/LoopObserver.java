package io.counterstep.messaging;

import java.time.Duration;

/** Is told what loops do, for metrics. Implementations are thread-safe and fast. */
public interface LoopObserver {

    LoopObserver NONE = new LoopObserver() {};

    /** A batch was handled and published. */
    default void batch(String loop, int messages, Duration took) {}

    /** An input had no effect, for that reason. */
    default void ignored(String loop, String reason) {}

    default void deadLettered(String loop, String topic) {}

    /** Kafka has deleted so many records of the topic before that consumer group read them. */
    default void lost(String group, String topic, long records) {}

    /** A saga of that definition goes no further until a person has decided, or whoever does not answer is back. */
    default void needsAttention(String definition) {}
}
