package io.counterstep.spring;

import io.counterstep.messaging.LoopContainers;
import io.counterstep.orchestrator.DeadLetterRoom;
import io.counterstep.orchestrator.InFlight;
import io.counterstep.participant.LedgerMemory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
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
 * @param recovery how a participant that falls silent gets back what was held for it meanwhile
 * @param maxInFlight the most unfinished sagas of a definition; while there are as many, starts wait in Kafka
 * @param maxInFlightOf the same for those definitions for which it is different, by their names
 * @param maxBehind how long replies may lie unread; while they lie longer, fewer sagas may be on their way at once
 * @param stores the databases that sagas are spread over, in their order; none for the application's own database
 * @param retention how long finished sagas are kept
 * @param ledger how long a participant remembers what it did
 * @param deadLetters how dead letters are replayed, how many are kept, and how long
 * @param bulk how long operations on many sagas are kept
 * @param audit how sagas are compared with what participants' ledgers say
 * @param outbox whether this service publishes events of its own
 * @param http how many HTTP requests this service answers at once
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
        @DefaultValue @Valid RecoverySettings recovery,

        @DefaultValue("" + InFlight.DEFAULT_MAX) @Min(value = 1, message = "set counterstep.max-in-flight to 1 or more")
        int maxInFlight,

        @DefaultValue Map<String, Integer> maxInFlightOf,

        @DefaultValue("1s") @DurationMin(millis = 100, message = "set counterstep.max-behind to 100ms or more")
        Duration maxBehind,

        @DefaultValue List<@Valid StoreSettings> stores,
        @DefaultValue @Valid RetentionSettings retention,
        @DefaultValue @Valid LedgerSettings ledger,
        @DefaultValue @Valid DeadLetterSettings deadLetters,
        @DefaultValue @Valid BulkSettings bulk,
        @DefaultValue @Valid AuditProperties audit,
        @DefaultValue @Valid OutboxSettings outbox,
        @DefaultValue @Valid HttpSettings http) {

    /**
     * @param keepParked the most dead letters that wait for an operator; further ones stay on their topics
     * @param replayRate the most dead letters that an instance replays a second
     * @param keep how long a dead letter is kept after it was replayed or discarded, or {@code forever}; those that wait are
     *     never purged
     */
    public record DeadLetterSettings(
            @DefaultValue("" + DeadLetterRoom.DEFAULT_MAX)
            @Min(value = 1, message = "set counterstep.dead-letters.keep-parked to 1 or more")
            int keepParked,

            @DefaultValue("50") @Min(value = 1, message = "set counterstep.dead-letters.replay-rate to 1 or more")
            int replayRate,

            @DefaultValue("30d") KeepFor keep) {}

    /** @param keep how long an operation on many sagas is kept after its end, or {@code forever} */
    public record BulkSettings(@DefaultValue("30d") KeepFor keep) {}

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
     *     that an outage longer than a deadline times out only what was really not answered; the same after the clock was set or
     *     the process stood still
     */
    public record CheckSettings(
            @DefaultValue("500ms") @DurationMin(millis = 1, message = "set counterstep.checks.every to 1ms or more")
            Duration every,

            @DefaultValue("500") @Min(value = 1, message = "set counterstep.checks.limit to 1 or more")
            int limit,

            @DefaultValue("10s") @DurationMin(message = "set counterstep.checks.start-after to 0s or more")
            Duration startAfter) {}

    /**
     * @param threshold so many commands left unanswered beyond their time, with no answer in between, pause a participant; 0 if
     *     only operators do
     * @param probeEvery how often one saga tries whether it answers again, and how long it must have been silent before
     * @param firstRate so many commands a second it gets to begin with of those that were held for it; about doubles each
     *     second while it answers
     * @param rate the most commands a second that this comes to
     * @param maxInFlight the most of these that may be unanswered at a time; while more than half of it is, it gets no
     *     faster
     */
    public record RecoverySettings(
            @DefaultValue("100") @Min(value = 0, message = "set counterstep.recovery.threshold to 0 or more")
            int threshold,

            @DefaultValue("5s")
            @DurationMin(millis = 100, message = "set counterstep.recovery.probe-every to 100ms or more")
            Duration probeEvery,

            @DefaultValue("200") @Min(value = 1, message = "set counterstep.recovery.first-rate to 1 or more")
            int firstRate,

            @DefaultValue("5000") @Min(value = 1, message = "set counterstep.recovery.rate to 1 or more")
            int rate,

            @DefaultValue("1000") @Min(value = 1, message = "set counterstep.recovery.max-in-flight to 1 or more")
            int maxInFlight) {}

    /**
     * One of the databases that sagas are spread over.
     *
     * @param url of JDBC
     * @param maximumPoolSize the most connections; by default that of {@code spring.datasource.hikari}, else 10
     */
    public record StoreSettings(
            @NotBlank(message = "set counterstep.stores[n].url to the JDBC URL of a database")
            String url,

            @Nullable String username,
            @Nullable String password,

            @Min(value = 2, message = "set counterstep.stores[n].maximum-pool-size to 2 or more") @Nullable
            Integer maximumPoolSize) {}

    /**
     * @param finished how long a saga is kept after its end, or {@code forever}
     * @param ids how long the id of a purged saga is kept, so that a late duplicate of its start is refused, or {@code forever};
     *     longer than Kafka keeps the records that start sagas
     */
    public record RetentionSettings(
            @DefaultValue("30d") KeepFor finished,
            @DefaultValue("90d") KeepFor ids) {}

    /**
     * @param keep how long a row of a participant's ledger is kept after its last change, or {@code forever}: so long a command
     *     that comes again is answered
     * @param keys how long the key of a purged row is kept, so that a request that comes again is refused and a compensation
     *     undoes what is in force, or {@code forever}; both together longer than any saga runs
     */
    public record LedgerSettings(
            @DefaultValue("60d") KeepFor keep,
            @DefaultValue("90d") KeepFor keys) {

        LedgerMemory memory() {
            return new LedgerMemory(keep.time(), keys.time());
        }
    }

    /**
     * @param every how long after an audit began the next one begins by itself, or {@code never}
     * @param grace what ended or changed in so short a time counts as being in motion and is not reported
     * @param deadAfter how long a saga may need attention before the effects that it holds are reported
     */
    public record AuditProperties(
            @DefaultValue("24h") AuditEvery every,

            @DefaultValue("5m") @DurationMin(message = "set counterstep.audit.grace to 0s or more")
            Duration grace,

            @DefaultValue("1d") @DurationMin(message = "set counterstep.audit.dead-after to 0s or more")
            Duration deadAfter) {}

    /** @param enabled whether there is an {@code Outbox} bean and its relay */
    public record OutboxSettings(@DefaultValue("false") boolean enabled) {}

    /**
     * @param path which requests are bounded here, as a servlet's URL pattern; what is elsewhere has to have bounds of its own
     * @param requestsAtOnce HTTP requests that are answered at a time; 0 for no bound here
     * @param requestsWaiting requests that may wait beyond these; all others are answered 503 at once
     * @param patience how long one waits before it is answered 503
     * @param streamsAtOnce streams of events that are open at a time, beside these; all others are answered 503 at once
     * @param maxBody how large a request's body may be; a larger one is answered 413
     * @param uploadWithin how long a body may take to come before it is answered 408
     */
    public record HttpSettings(
            @DefaultValue("/*")
            @Pattern(regexp = "/.*", message = "set counterstep.http.path to a pattern such as /api/*")
            String path,

            @DefaultValue("0") @Min(value = 0, message = "set counterstep.http.requests-at-once to 0 or more")
            int requestsAtOnce,

            @DefaultValue("500") @Min(value = 0, message = "set counterstep.http.requests-waiting to 0 or more")
            int requestsWaiting,

            @DefaultValue("3s") @DurationMin(message = "set counterstep.http.patience to 0s or more")
            Duration patience,

            @DefaultValue("32") @Min(value = 0, message = "set counterstep.http.streams-at-once to 0 or more")
            int streamsAtOnce,

            @DefaultValue("2MB") DataSize maxBody,

            @DefaultValue("10s") @DurationMin(message = "set counterstep.http.upload-within to 0s or more")
            Duration uploadWithin) {

        public HttpSettings {
            if (maxBody.isNegative() || maxBody.toBytes() > AdmissionFilter.MAX_BUFFERED) {
                throw new IllegalArgumentException("'" + maxBody + "' is no counterstep.http.max-body: set 0B to "
                        + DataSize.ofBytes(AdmissionFilter.MAX_BUFFERED).toMegabytes() + "MB");
            }
        }
    }
}
