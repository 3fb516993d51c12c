package io.counterstep.benchmarks.engine;

import io.counterstep.benchmarks.Order;
import io.counterstep.core.definition.SagaDefinition;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The orchestrator alone, as the starter makes it from one definition. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EngineApplication {

    @Bean
    SagaDefinition<Order> threeSteps() {
        return ThreeSteps.definition();
    }
}
