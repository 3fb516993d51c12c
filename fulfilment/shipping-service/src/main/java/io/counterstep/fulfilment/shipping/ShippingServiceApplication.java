package io.counterstep.fulfilment.shipping;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The shipping service; configured by {@code shipping-service.yml} and the environment variables named there. */
@SpringBootApplication
public class ShippingServiceApplication {

    public static void main(String[] args) {
        new SpringApplicationBuilder(ShippingServiceApplication.class)
                .properties("spring.config.name=shipping-service")
                .run(args);
    }
}
