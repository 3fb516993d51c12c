package io.counterstep.spring;

import io.counterstep.messaging.Topics;
import java.util.Collection;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** The loops of one role, started once their topics are there and stopped after the batch in work. */
public final class SagaLoops implements SmartLifecycle {

    private final Topics topics;
    private final KafkaSettings kafka;
    private final Collection<String> names;
    private final Runnable check;
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers;

    SagaLoops(
            Topics topics,
            KafkaSettings kafka,
            Collection<String> names,
            List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers) {
        this(topics, kafka, names, () -> {}, containers);
    }

    /** @param check run once the topics are there; no loop starts if it throws */
    SagaLoops(
            Topics topics,
            KafkaSettings kafka,
            Collection<String> names,
            Runnable check,
            List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers) {
        this.topics = topics;
        this.kafka = kafka;
        this.names = names;
        this.check = check;
        this.containers = List.copyOf(containers);
    }

    @Override
    public void start() {
        topics.ensure(kafka.values(), names);
        check.run();
        containers.forEach(ConcurrentMessageListenerContainer::start);
    }

    @Override
    public void stop() {
        containers.forEach(ConcurrentMessageListenerContainer::stop);
    }

    /** True while any loop runs, for then there is something to stop. */
    @Override
    public boolean isRunning() {
        return containers.stream().anyMatch(ConcurrentMessageListenerContainer::isRunning);
    }

    /** The consumer groups of the loops that do not run as they should: not started, stopped, or some thread died. */
    List<String> standing() {
        return containers.stream()
                .filter(it -> !it.isRunning() || !it.isInExpectedState())
                .map(it -> String.valueOf(it.getGroupId()))
                .toList();
    }
}
