package io.counterstep.fulfilment.orchestrator;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The orchestrator of the order system: the engine, and {@link OrderSagas}. */
@SpringBootApplication(proxyBeanMethods = false)
public class OrchestratorServiceApplication {

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(OrchestratorServiceApplication.class)
                .properties("spring.config.name=orchestrator-service")
                .run(arguments);
    }
}
