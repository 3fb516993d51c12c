package io.counterstep.fulfilment.orchestrator;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCreated;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What this service runs: a bean for each version of a definition that active sagas have, or a {@code SagaMigration} bean
 * that moves them to another. {@link OrderVerdict} says what a change here would mean to them.
 */
@Configuration(proxyBeanMethods = false)
class OrderSagas {

    @Bean
    SagaDefinition<OrderCreated> fulfilOrder() {
        return FulfilOrder.definition();
    }
}
