package io.counterstep.spring;

import io.counterstep.messaging.LoopObserver;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * The loops' metrics: {@code counterstep.batch} (time of a batch), {@code counterstep.messages}, {@code
 * counterstep.ignored} by reason, {@code counterstep.dead.letters} by topic, {@code counterstep.lost} records
 * that Kafka deleted before they were read, by topic, {@code counterstep.needs.attention} by definition.
 */
final class MeteredLoops implements LoopObserver {

    private static final String LOOP = "loop";

    private final MeterRegistry registry;

    MeteredLoops(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void batch(String loop, int messages, Duration took) {
        registry.timer("counterstep.batch", LOOP, loop).record(took);
        registry.counter("counterstep.messages", LOOP, loop).increment(messages);
    }

    @Override
    public void ignored(String loop, String reason) {
        registry.counter("counterstep.ignored", LOOP, loop, "reason", reason).increment();
    }

    @Override
    public void deadLettered(String loop, String topic) {
        registry.counter("counterstep.dead.letters", LOOP, loop, "topic", topic).increment();
    }

    @Override
    public void lost(String group, String topic, long records) {
        registry.counter("counterstep.lost", "group", group, "topic", topic).increment(records);
    }

    @Override
    public void needsAttention(String definition) {
        registry.counter("counterstep.needs.attention", "definition", definition)
                .increment();
    }
}
