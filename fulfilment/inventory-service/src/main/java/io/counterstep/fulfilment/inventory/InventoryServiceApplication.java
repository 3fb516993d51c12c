package io.counterstep.fulfilment.inventory;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The inventory service; configured by {@code inventory-service.yml} and the environment variables named there. */
@SpringBootApplication
public class InventoryServiceApplication {

    public static void main(String[] args) {
        new SpringApplicationBuilder(InventoryServiceApplication.class)
                .properties("spring.config.name=inventory-service")
                .run(args);
    }
}
