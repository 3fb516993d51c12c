package io.counterstep.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.counterstep.messaging.KafkaUnreachableException;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Reading;
import io.counterstep.messaging.Records;
import io.counterstep.orchestrator.DeadLetterLoop;
import io.counterstep.orchestrator.DeadLetterRoom;
import io.counterstep.orchestrator.SagaDefinitions;
import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.SagaStores;
import io.counterstep.participant.Outbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.SslConfigs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.kafka.support.Acknowledgment;

class AutoConfigurationTest {

    private static final Contexts CONTEXTS = new Contexts();

    @AfterAll
    static void stop() throws IOException {
        CONTEXTS.close();
    }

    @Test
    void aServiceThatDeclaresNothingGetsNeitherRole() {
        CONTEXTS.starting()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(MessageFormat.class)
                        .doesNotHaveBean(SagaLoops.class)
                        .doesNotHaveBean(Ticker.class)
                        .doesNotHaveBean(EngineSchema.class)
                        .doesNotHaveBean(Outbox.class)
                        .doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void aDefinitionMakesAnOrchestrator() {
        CONTEXTS.standing()
                .withUserConfiguration(Errand.Orchestrating.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("orchestratorLoops")
                        .hasBean("checkTicker")
                        .hasBean("gateTicker")
                        .hasBean("retentionTicker")
                        .hasSingleBean(SagaQueries.class)
                        .doesNotHaveBean("participantLoops"));
    }

    @Test
    void theApiOpensAsManyStreamsAsTheSettingSays() {
        CONTEXTS.standingWithApi()
                .withUserConfiguration(Errand.Orchestrating.class)
                .withPropertyValues("counterstep.http.streams-at-once=2")
                .run(context -> {
                    EventStreams streams = context.getBean(EventStreams.class);
                    open(streams);
                    open(streams);
                    assertThatThrownBy(() -> open(streams)).hasMessageContaining("too many streams at once");
                    streams.stop();
                });
    }

    private static void open(EventStreams streams) {
        streams.<String>open("silence", listener -> () -> {}, it -> false);
    }

    @Test
    void handlersMakeAParticipant() {
        CONTEXTS.standing()
                .withUserConfiguration(Errand.Participating.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("participantLoops")
                        .doesNotHaveBean("orchestratorLoops")
                        .hasBean("ledgerRetentionTicker")
                        .hasSingleBean(Ticker.class)
                        .doesNotHaveBean(Outbox.class));
    }

    @Test
    void anOutboxIsThereWhereItIsAskedFor() {
        CONTEXTS.standing()
                .withPropertyValues("counterstep.outbox.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Outbox.class));
    }

    @Test
    void disabledMeansNothingAtAll() {
        CONTEXTS.starting()
                .withUserConfiguration(Errand.Orchestrating.class, Errand.Participating.class)
                .withPropertyValues("counterstep.enabled=false", "counterstep.outbox.enabled=true")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(MessageFormat.class)
                        .doesNotHaveBean(SagaLoops.class)
                        .doesNotHaveBean(EngineSchema.class)
                        .doesNotHaveBean(Outbox.class));
    }

    @Test
    void aServiceWithoutANameIsToldToSetOne() {
        CONTEXTS.starting()
                .withPropertyValues("spring.application.name=")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("set spring.application.name"));
    }

    @ParameterizedTest
    @CsvSource({
        "counterstep.topics.partitions=0, set counterstep.topics.partitions to 1 or more",
        "counterstep.consumer.max-batch=0, set counterstep.consumer.max-batch to 1 or more",
        "counterstep.consumer.concurrency=0, set counterstep.consumer.concurrency to 1 or more",
        "counterstep.checks.limit=0, set counterstep.checks.limit to 1 or more",
        "counterstep.checks.start-after=-1s, set counterstep.checks.start-after to 0s or more",
        "counterstep.checks.every=0s, set counterstep.checks.every to 1ms or more",
        "counterstep.recovery.threshold=-1, set counterstep.recovery.threshold to 0 or more",
        "counterstep.recovery.probe-every=1ms, set counterstep.recovery.probe-every to 100ms or more",
        "counterstep.recovery.first-rate=0, set counterstep.recovery.first-rate to 1 or more",
        "counterstep.recovery.rate=0, set counterstep.recovery.rate to 1 or more",
        "counterstep.recovery.max-in-flight=0, set counterstep.recovery.max-in-flight to 1 or more",
        "counterstep.max-behind=99ms, set counterstep.max-behind to 100ms or more",
        "counterstep.max-in-flight=0, set counterstep.max-in-flight to 1 or more",
        "counterstep.dead-letters.keep-parked=0, set counterstep.dead-letters.keep-parked to 1 or more",
        "counterstep.retention.finished=soon, set a duration such as 30d",
        "counterstep.retention.ids=-1d, set a duration such as 30d",
        "counterstep.key-field=, set counterstep.key-field to the body's field for the business key",
    })
    void anInvalidSettingFailsTheStartSayingWhatToSet(String setting, String whatToDo) {
        CONTEXTS.starting()
                .withPropertyValues(setting)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(whatToDo));
    }

    @Test
    void aServiceMayBringItsOwnClockFormatAndObserver() {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        MessageFormat format = new MessageFormat("caseId");
        LoopObserver observer = new LoopObserver() {};

        CONTEXTS.starting()
                .withBean(InstantSource.class, () -> clock)
                .withBean(MessageFormat.class, () -> format)
                .withBean(LoopObserver.class, () -> observer)
                .run(context -> {
                    assertThat(context).getBean(InstantSource.class).isSameAs(clock);
                    assertThat(context).getBean(MessageFormat.class).isSameAs(format);
                    assertThat(context).getBean(LoopObserver.class).isSameAs(observer);
                });
    }

    @Test
    void oneVersionDefinedTwiceFailsTheStart() {
        CONTEXTS.standing()
                .withUserConfiguration(Errand.Orchestrating.class, Errand.TheSameAgain.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("saga 'errand' version 1 is defined twice: give one of them the next version"));
    }

    @Test
    void withoutKafkaTheStartFailsSayingWhereItWasLookedForAndWhatToSet() {
        CONTEXTS.starting()
                .withUserConfiguration(Errand.Participating.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(KafkaUnreachableException.class.getName())
                        .hasStackTraceContaining(Contexts.NOBODY)
                        .hasStackTraceContaining("spring.kafka.bootstrap-servers"));
    }

    @Test
    void theFailureToReachKafkaIsAnalyzed() {
        CONTEXTS.starting().withUserConfiguration(Errand.Participating.class).run(context -> {
            Throwable failure = Objects.requireNonNull(context.getStartupFailure());
            var analysis = Objects.requireNonNull(new KafkaUnreachableFailureAnalyzer().analyze(failure));

            assertThat(analysis.getDescription()).contains("cannot ask Kafka at", Contexts.NOBODY);
            assertThat(analysis.getAction()).contains("spring.kafka.bootstrap-servers");
        });
    }

    @Test
    void loopsThatDoNotRunAreReportedByName() {
        CONTEXTS.standing()
                .withUserConfiguration(Errand.Orchestrating.class, Errand.Participating.class)
                .run(context -> {
                    var health =
                            Objects.requireNonNull(context.getBean("sagaLoopsHealthIndicator", HealthIndicator.class)
                                    .health());

                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails().get("standing"))
                            .asString()
                            .contains("test-service-orchestrator", "test-service-runner", "checks");
                });
    }

    @Test
    void whileNoMoreDeadLettersAreReadTheHealthAndAGaugeSaySo() {
        CONTEXTS.standing()
                .withUserConfiguration(Errand.Orchestrating.class)
                .withBean(SimpleMeterRegistry.class)
                .withPropertyValues("counterstep.dead-letters.keep-parked=1")
                .run(context -> {
                    DeadLetterLoop loop = new DeadLetterLoop(
                            context.getBean(SagaStores.class),
                            context.getBean(DeadLetterRoom.class),
                            context.getBean(SagaDefinitions.class),
                            context.getBean(Records.class),
                            InstantSource.system());
                    HealthIndicator health = context.getBean("sagaLoopsHealthIndicator", HealthIndicator.class);
                    List<ConsumerRecord<byte[], byte[]>> letters = Stream.of(0, 1)
                            .map(it -> new ConsumerRecord<byte[], byte[]>("runner-events-dlt", 0, it, null, null))
                            .toList();
                    assertThat(Objects.requireNonNull(health.health()).getDetails())
                            .doesNotContainKey("deadLettersWait");

                    loop.onMessage(letters.subList(0, 1), () -> {});
                    loop.onMessage(letters.subList(1, 2), new Returned());

                    assertThat(Objects.requireNonNull(health.health()).getDetails())
                            .containsKey("deadLettersWait");
                    assertThat(context.getBean(SimpleMeterRegistry.class)
                                    .get("counterstep.dead.letters.parked")
                                    .gauge()
                                    .value())
                            .isEqualTo(1);
                });
    }

    @Test
    void aGaugeTellsHowLongRepliesLieUnread() {
        CONTEXTS.standing()
                .withUserConfiguration(Errand.Orchestrating.class)
                .withBean(SimpleMeterRegistry.class)
                .run(context -> {
                    context.getBean(Reading.class).reads(this, Instant.now().minusSeconds(90));

                    assertThat(context.getBean(SimpleMeterRegistry.class)
                                    .get("counterstep.replies.behind")
                                    .timeGauge()
                                    .value(TimeUnit.SECONDS))
                            .isBetween(90.0, 120.0);
                });
    }

    /** As a container takes it that is told to deliver the batch again. */
    private static final class Returned implements Acknowledgment {
        @Override
        public void acknowledge() {
            throw new AssertionError("there is no room");
        }

        @Override
        public void nack(int index, Duration sleep) {
            assertThat(index).isZero();
        }
    }

    @Test
    void aServiceWithoutSpringBootsHealthStillStarts() {
        CONTEXTS.standing()
                .withUserConfiguration(Errand.Participating.class)
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("sagaLoopsHealthIndicator"));
    }

    @Test
    void theConnectionsSecurityIsOursToo() {
        SslBundle bundle = SslBundle.of(SslStoreBundle.NONE);
        KafkaConnectionDetails secured = new KafkaConnectionDetails() {
            @Override
            public List<String> getBootstrapServers() {
                return List.of("broker:9093");
            }

            @Override
            public SslBundle getSslBundle() {
                return bundle;
            }

            @Override
            public String getSecurityProtocol() {
                return "SASL_SSL";
            }
        };

        Map<String, Object> settings =
                KafkaSettings.of(new KafkaProperties(), secured).values();

        assertThat(settings)
                .containsEntry(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL")
                .containsEntry(SslBundle.class.getName(), bundle)
                .containsKey(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG);
    }

    /** Made by an annotation processor, so that editors know the settings; a build without it leaves it out. */
    @Test
    void everySettingIsDescribed() throws IOException {
        try (InputStream metadata = CounterstepProperties.class
                .getClassLoader()
                .getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
            assumeThat(metadata).isNotNull();
            String text = metadata == null ? "" : new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
            assumeThat(text).contains("\"counterstep");
            assertThat(text)
                    .contains("counterstep.enabled", "counterstep.key-field", "counterstep.strict-topics")
                    .contains("counterstep.topics.partitions", "counterstep.topics.replication-factor")
                    .contains("counterstep.consumer.max-batch", "counterstep.consumer.concurrency")
                    .contains("counterstep.checks.every", "counterstep.checks.limit", "counterstep.outbox.enabled");
        }
    }
}
