package io.counterstep.fulfilment.local;

import java.util.ArrayList;
import java.util.List;

/** What a service is started with: ports, addresses and the settings that suit one machine. */
final class ServiceArguments {

    /** As DESIGN's local mode: fewer than in production, enough to see partitions at work. */
    static final int PARTITIONS = 4;

    private ServiceArguments() {}

    static List<String> of(Service service, LocalOptions options, String bootstrapServers, String jdbcUrl) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.name=" + service.configName(),
                "--server.address=127.0.0.1",
                "--server.port=" + options.ports().of(service),
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.datasource.username=" + EmbeddedDatabase.USER,
                "--spring.datasource.password=" + EmbeddedDatabase.PASSWORD,
                "--spring.main.banner-mode=off",
                "--spring.jmx.enabled=false",
                // An open event stream would otherwise hold Ctrl-C up for half a minute.
                "--spring.lifecycle.timeout-per-shutdown-phase=3s",
                "--counterstep.topics.partitions=" + PARTITIONS));
        if (options.demo()) {
            arguments.add("--spring.profiles.active=demo");
            if (service == Service.ORCHESTRATOR) {
                for (Service shown : List.of(Service.ORDER, Service.PAYMENT, Service.SHIPPING)) {
                    arguments.add("--counterstep.console.demo." + shown.label() + "-url=" + "http://127.0.0.1:"
                            + options.ports().of(shown));
                }
            }
        }
        arguments.addAll(options.argumentsOf(service));
        return arguments;
    }
}
