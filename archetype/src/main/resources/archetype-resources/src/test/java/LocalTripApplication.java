package ${package};

import org.springframework.boot.SpringApplication;

/** The service with a Kafka and a PostgreSQL of its own, to try it: {@code mvn spring-boot:test-run}. */
class LocalTripApplication {

    public static void main(String[] args) {
        SpringApplication.from(TripApplication::main)
                .with(KafkaAndPostgres.class)
                .run(args);
    }
}
