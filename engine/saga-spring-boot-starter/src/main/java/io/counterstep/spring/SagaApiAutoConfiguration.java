package io.counterstep.spring;

import io.counterstep.orchestrator.AuditRepairs;
import io.counterstep.orchestrator.Auditor;
import io.counterstep.orchestrator.Backlogs;
import io.counterstep.orchestrator.BulkOperations;
import io.counterstep.orchestrator.DeadLetters;
import io.counterstep.orchestrator.Gates;
import io.counterstep.orchestrator.KafkaBacklogs;
import io.counterstep.orchestrator.OverviewSampler;
import io.counterstep.orchestrator.Participants;
import io.counterstep.orchestrator.SagaDefinitions;
import io.counterstep.orchestrator.SagaInsight;
import io.counterstep.orchestrator.SagaOperations;
import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.SagaStores;
import io.counterstep.orchestrator.SagaWatch;
import io.counterstep.orchestrator.VersionsInUse;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** The orchestrator's HTTP API, where the service has a web server. */
@AutoConfiguration(after = OperatorAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(SagaQueries.class)
public class SagaApiAutoConfiguration {

    /** How long a ticker of the API rests after it failed, as while the database is away. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    @Bean
    EventStreams sagaEventStreams(CounterstepProperties properties) {
        return new EventStreams(properties.http().streamsAtOnce(), EventStreams.HEARTBEAT);
    }

    @Bean
    SagaWatch sagaWatch(SagaStores stores) {
        return new SagaWatch(stores);
    }

    @Bean
    Ticker watchTicker(SagaWatch watch) {
        return new Ticker("watch", watch::tick, Duration.ZERO, AFTER_FAILURE);
    }

    @Bean
    OverviewSampler overviewSampler(SagaStores stores, InstantSource clock) {
        return new OverviewSampler(stores, clock);
    }

    @Bean
    Ticker overviewTicker(OverviewSampler sampler) {
        return new Ticker("overview", sampler::tick, Duration.ZERO, AFTER_FAILURE);
    }

    @Bean
    KafkaBacklogs kafkaBacklogs(KafkaSettings kafka) {
        return new KafkaBacklogs(kafka.values());
    }

    @Bean
    OverviewController overviewController(
            OverviewSampler sampler,
            SagaDefinitions definitions,
            Gates gates,
            KafkaBacklogs backlogs,
            EventStreams streams,
            InstantSource clock) {
        Participants participants = new Participants(definitions, gates, new Backlogs(backlogs, clock));
        return new OverviewController(sampler, participants, streams);
    }

    @Bean
    SagaController sagaController(SagaQueries queries, SagaInsight insight, SagaWatch watch, EventStreams streams) {
        return new SagaController(queries, insight, new SagaExport(queries::search), watch, streams);
    }

    @Bean
    SagaOperationController sagaOperationController(SagaQueries queries, SagaOperations operations) {
        return new SagaOperationController(queries, operations);
    }

    @Bean
    BulkController bulkController(BulkOperations operations) {
        return new BulkController(operations);
    }

    @Bean
    DefinitionController definitionController(SagaDefinitions definitions, SagaStores stores, OverviewSampler sampler) {
        return new DefinitionController(definitions, new VersionsInUse(definitions, stores, sampler));
    }

    @Bean
    DeadLetterController deadLetterController(DeadLetters letters) {
        return new DeadLetterController(letters);
    }

    @Bean
    GateController gateController(Gates gates) {
        return new GateController(gates);
    }

    @Bean
    AuditController auditController(Auditor auditor, AuditRepairs repairs) {
        return new AuditController(auditor, repairs);
    }
}
