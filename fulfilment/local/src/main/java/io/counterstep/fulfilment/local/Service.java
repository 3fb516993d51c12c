package io.counterstep.fulfilment.local;

/** The five services: how each is called, started and reached. They are loaded by name, so that none is privileged. */
public enum Service {
    ORDER("order", 8081, "orders"),
    PAYMENT("payment", 8082, "payments"),
    INVENTORY("inventory", 8083, "inventory"),
    SHIPPING("shipping", 8084, "shipping"),
    ORCHESTRATOR("orchestrator", 8080, "orchestrator");

    private final String label;
    private final int defaultPort;
    private final String database;

    Service(String label, int defaultPort, String database) {
        this.label = label;
        this.defaultPort = defaultPort;
        this.database = database;
    }

    /** The name on the command line, in log files and in messages, such as {@code payment}. */
    public String label() {
        return label;
    }

    /** The HTTP port when nothing else is asked for. */
    public int defaultPort() {
        return defaultPort;
    }

    /** The name of the database that this service alone uses. */
    public String database() {
        return database;
    }

    /** The service's own configuration file is {@code <configName>.yml}: all five share one class path. */
    public String configName() {
        return label + "-service";
    }

    /** The Spring Boot application, such as {@code io.counterstep.fulfilment.payment.PaymentServiceApplication}. */
    public String mainClass() {
        String capitalized = Character.toUpperCase(label.charAt(0)) + label.substring(1);
        return "io.counterstep.fulfilment.%s.%sServiceApplication".formatted(label, capitalized);
    }

    /** The label, so that options and messages read alike. */
    @Override
    public String toString() {
        return label;
    }
}
