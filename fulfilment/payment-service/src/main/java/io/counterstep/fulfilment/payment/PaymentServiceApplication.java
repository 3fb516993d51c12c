package io.counterstep.fulfilment.payment;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The payment service; configured by {@code payment-service.yml} and the environment variables named there. */
@SpringBootApplication
public class PaymentServiceApplication {

    public static void main(String[] args) {
        new SpringApplicationBuilder(PaymentServiceApplication.class)
                .properties("spring.config.name=payment-service")
                .run(args);
    }
}
