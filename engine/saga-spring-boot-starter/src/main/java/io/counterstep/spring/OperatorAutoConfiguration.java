package io.counterstep.spring;

import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Topics;
import io.counterstep.messaging.Whereabouts;
import io.counterstep.orchestrator.AuditRepairs;
import io.counterstep.orchestrator.AuditSettings;
import io.counterstep.orchestrator.Auditor;
import io.counterstep.orchestrator.BulkOperations;
import io.counterstep.orchestrator.BulkWorker;
import io.counterstep.orchestrator.DeadLetterReplay;
import io.counterstep.orchestrator.DeadLetters;
import io.counterstep.orchestrator.Gates;
import io.counterstep.orchestrator.SagaDefinitions;
import io.counterstep.orchestrator.SagaInsight;
import io.counterstep.orchestrator.SagaObserver;
import io.counterstep.orchestrator.SagaOperations;
import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.SagaStores;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** What operators look at sagas with and act on them by, alone or many at a time, and what goes over them by itself. */
@AutoConfiguration(after = OrchestratorAutoConfiguration.class)
@ConditionalOnBean(OrchestratorAutoConfiguration.class)
public class OperatorAutoConfiguration {

    private static final Duration BULK_REST = Duration.ofSeconds(5);

    private static final Duration AUDIT_REST = Duration.ofSeconds(10);

    @Bean
    DeadLetters deadLetters(SagaStores stores, InstantSource clock) {
        return new DeadLetters(stores, clock);
    }

    @Bean
    Ticker deadLetterTicker(
            CounterstepProperties properties,
            SagaStores stores,
            Publisher publisher,
            KafkaSettings kafka,
            InstantSource clock) {
        DeadLetterReplay replay = new DeadLetterReplay(
                stores,
                publisher,
                topics -> Topics.present(kafka.values(), topics),
                clock,
                properties.deadLetters().replayRate());
        return new Ticker(
                "dead-letters", replay::tick, Duration.ZERO, properties.checks().every());
    }

    @Bean
    SagaQueries sagaQueries(SagaDefinitions definitions, SagaStores stores, InstantSource clock) {
        return new SagaQueries(definitions, stores, clock);
    }

    /** Asks Kafka for people who look; its connections are its own, and open with the first of them. */
    @Bean
    Whereabouts counterstepWhereabouts(KafkaSettings kafka) {
        return new Whereabouts(kafka.values());
    }

    @Bean
    SagaInsight sagaInsight(
            SagaDefinitions definitions,
            SagaStores stores,
            MessageFormat format,
            Gates gates,
            DeadLetters letters,
            SagaQueries queries,
            Whereabouts whereabouts,
            InstantSource clock) {
        return new SagaInsight(definitions, stores, format, gates, letters, queries, whereabouts::look, clock);
    }

    @Bean
    SagaOperations sagaOperations(
            SagaDefinitions definitions,
            SagaStores stores,
            MessageFormat format,
            Publisher publisher,
            SagaObserver observer,
            Gates gates) {
        return new SagaOperations(definitions, stores, format, publisher, observer, gates::moment);
    }

    @Bean
    BulkOperations bulkOperations(
            SagaDefinitions definitions, SagaStores stores, SagaOperations operations, InstantSource clock) {
        return new BulkOperations(definitions, stores, operations, clock);
    }

    @Bean
    Ticker bulkTicker(
            SagaLoops orchestratorLoops,
            SagaDefinitions definitions,
            SagaStores stores,
            SagaOperations operations,
            InstantSource clock) {
        BulkWorker worker = new BulkWorker(definitions, stores, operations, clock);
        return new Ticker("bulk-operations", worker::tick, Duration.ZERO, BULK_REST);
    }

    @Bean
    Auditor sagaAuditor(
            SagaDefinitions definitions,
            CounterstepProperties properties,
            SagaStores stores,
            MessageFormat format,
            Publisher publisher,
            InstantSource clock) {
        CounterstepProperties.AuditProperties it = properties.audit();
        AuditSettings settings = new AuditSettings(it.every().time(), it.grace(), it.deadAfter());
        return new Auditor(definitions, stores, settings, format, publisher, clock);
    }

    @Bean
    AuditRepairs sagaAuditRepairs(
            SagaDefinitions definitions,
            SagaStores stores,
            SagaOperations operations,
            MessageFormat format,
            Publisher publisher,
            InstantSource clock) {
        return new AuditRepairs(definitions, stores, operations, format, publisher, clock);
    }

    @Bean
    Ticker auditTicker(SagaLoops orchestratorLoops, Auditor auditor) {
        return new Ticker("audit", auditor::tick, AUDIT_REST, AUDIT_REST);
    }
}
