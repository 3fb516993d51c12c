package io.counterstep.spring;

import io.counterstep.messaging.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to start while the ids of purged sagas are forgotten earlier than the records that started them: one that is
 * delivered again would start its saga anew.
 */
final class StartTopicsGuard {

    private final Topics topics;
    private final KafkaSettings kafka;
    private final Collection<String> startTopics;
    private final CounterstepProperties.RetentionSettings retention;

    StartTopicsGuard(
            Topics topics,
            KafkaSettings kafka,
            Collection<String> startTopics,
            CounterstepProperties.RetentionSettings retention) {
        this.topics = topics;
        this.kafka = kafka;
        this.startTopics = List.copyOf(startTopics);
        this.retention = retention;
    }

    /**
     * Asks Kafka, unless nothing is purged or no id forgotten. The topics must be there.
     *
     * @throws IllegalStateException naming the topic, both times and what to set
     */
    void check() {
        if (!retention.finished().isForever() && !retention.ids().isForever()) {
            topics.retention(kafka.values(), startTopics)
                    .forEach((topic, records) -> require(topic, records, retention));
        }
    }

    private static void require(
            String topic, @Nullable Duration records, CounterstepProperties.RetentionSettings retention) {
        Duration ids = retention.ids().time();
        if (ids == null || (records != null && ids.compareTo(records) > 0)) {
            return;
        }
        String kept = records == null ? "forever" : "for " + KeepFor.of(records);
        String longer = records == null ? "forever" : "more than " + KeepFor.of(records) + ", or to forever";
        throw new IllegalStateException("topic " + topic + " keeps its records " + kept
                + ", but the ids of purged sagas are kept only for " + retention.ids()
                + ": a start that is delivered again later would start its saga anew. Set counterstep.retention.ids to "
                + longer + ", or shorten the topic's retention.ms");
    }
}
