package io.counterstep.fulfilment.orchestrator;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCreated;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/** The orchestrator of the order system: the engine, and one definition. */
@SpringBootApplication(proxyBeanMethods = false)
public class OrchestratorServiceApplication {

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(OrchestratorServiceApplication.class)
                .properties("spring.config.name=orchestrator-service")
                .run(arguments);
    }

    @Bean
    SagaDefinition<OrderCreated> fulfilOrder() {
        return FulfilOrder.definition();
    }
}
