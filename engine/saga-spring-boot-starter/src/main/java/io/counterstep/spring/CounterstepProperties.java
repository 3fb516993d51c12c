package io.counterstep.spring;

import io.counterstep.messaging.LoopContainers;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How this service takes part in sagas. Kafka's servers and security are Spring's own {@code spring.kafka.*}.
 *
 * @param enabled whether anything here runs at all
 * @param keyField the field of a message's body that holds the business key
 * @param strictTopics whether the orchestrator refuses replies that are not on their participant's event topic
 * @param topics topics that are missing at start are created like this
 * @param consumer how messages are read
 * @param checks how the orchestrator looks for sagas that wait too long
 * @param outbox whether this service publishes events of its own
 */
@Validated
@ConfigurationProperties("counterstep")
public record CounterstepProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("orderId")
        @NotBlank(message = "set counterstep.key-field to the body's field for the business key")
        String keyField,

        @DefaultValue("false") boolean strictTopics,
        @DefaultValue @Valid TopicSettings topics,
        @DefaultValue @Valid ConsumerSettings consumer,
        @DefaultValue @Valid CheckSettings checks,
        @DefaultValue @Valid OutboxSettings outbox) {

    /**
     * @param partitions of topics that are created here; those that exist are left as they are
     * @param replicationFactor of topics that are created here; -1 for the broker's default
     */
    public record TopicSettings(
            @DefaultValue("12") @Min(value = 1, message = "set counterstep.topics.partitions to 1 or more")
            int partitions,

            @DefaultValue("-1") short replicationFactor) {}

    /**
     * @param maxBatch the most records in a batch, hence in a transaction
     * @param concurrency threads for each loop
     */
    public record ConsumerSettings(
            @DefaultValue("" + LoopContainers.DEFAULT_MAX_BATCH)
            @Min(value = 1, message = "set counterstep.consumer.max-batch to 1 or more")
            @Max(value = 100_000, message = "set counterstep.consumer.max-batch to 100000 or less")
            int maxBatch,

            @DefaultValue("1")
            @Min(value = 1, message = "set counterstep.consumer.concurrency to 1 or more")
            @Max(value = 256, message = "set counterstep.consumer.concurrency to 256 or less")
            int concurrency) {}

    /**
     * @param every the pause between two looks
     * @param limit the most sagas taken in one look
     * @param startAfter how long after a start the first look is: the replies that came while nobody ran are read first, so
     *     that an outage longer than a deadline times out only what was really not answered
     */
    public record CheckSettings(
            @DefaultValue("500ms") @DurationMin(millis = 1, message = "set counterstep.checks.every to 1ms or more")
            Duration every,

            @DefaultValue("500") @Min(value = 1, message = "set counterstep.checks.limit to 1 or more")
            int limit,

            @DefaultValue("10s") @DurationMin(message = "set counterstep.checks.start-after to 0s or more")
            Duration startAfter) {}

    /** @param enabled whether there is an {@code Outbox} bean and its relay */
    public record OutboxSettings(@DefaultValue("false") boolean enabled) {}
}
