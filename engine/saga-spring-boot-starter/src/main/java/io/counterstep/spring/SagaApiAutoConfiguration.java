package io.counterstep.spring;

import io.counterstep.orchestrator.AuditRepairs;
import io.counterstep.orchestrator.Auditor;
import io.counterstep.orchestrator.BulkOperations;
import io.counterstep.orchestrator.DeadLetters;
import io.counterstep.orchestrator.Gates;
import io.counterstep.orchestrator.SagaDefinitions;
import io.counterstep.orchestrator.SagaOperations;
import io.counterstep.orchestrator.SagaQueries;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** The orchestrator's HTTP API, where the service has a web server. */
@AutoConfiguration(after = OrchestratorAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(SagaQueries.class)
public class SagaApiAutoConfiguration {

    @Bean
    SagaController sagaController(SagaQueries queries) {
        return new SagaController(queries);
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
    DefinitionController definitionController(SagaDefinitions definitions) {
        return new DefinitionController(definitions);
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
