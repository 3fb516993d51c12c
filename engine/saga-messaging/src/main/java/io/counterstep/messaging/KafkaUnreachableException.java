package io.counterstep.messaging;

/** Kafka did not answer where it was looked for. */
public final class KafkaUnreachableException extends IllegalStateException {

    private final String servers;

    KafkaUnreachableException(String servers, Throwable cause) {
        super(
                "cannot ask Kafka at " + servers + " for its topics: " + cause + "; check that it runs there and that"
                        + " bootstrap.servers (with Spring Boot: spring.kafka.bootstrap-servers) is right",
                cause);
        this.servers = servers;
    }

    /** Where it was looked for, as configured. */
    public String servers() {
        return servers;
    }
}
