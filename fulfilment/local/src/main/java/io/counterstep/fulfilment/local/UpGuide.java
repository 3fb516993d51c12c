package io.counterstep.fulfilment.local;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code up} shows when the system is ready: where everything is, and a first thing to try. */
final class UpGuide {

    private UpGuide() {}

    static String of(LocalSystem system) {
        String processes = system.options().separate() ? processes(system) : "";
        return """

            %s  Orders      %s/orders
              Sagas       %s
              Kafka       %s
              PostgreSQL  %s (user %s)
              Logs        %s
            %s
            Try:  ./counterstep order alice KEYBOARD:2 --to KR
            Ctrl-C ends everything; the data stays.""".formatted(
                        console(system),
                        system.orderUrl(),
                        system.sagasUrl(),
                        system.bootstrapServers(),
                        system.jdbcUrl(Service.ORDER),
                        EmbeddedDatabase.USER,
                        system.options().data().resolve("logs"),
                        processes);
    }

    private static String console(LocalSystem system) {
        return system.options().services().contains(Service.ORCHESTRATOR)
                ? "  Console     " + system.url(Service.ORCHESTRATOR) + "/console\n"
                : "";
    }

    private static String processes(LocalSystem system) {
        Map<Service, Long> pids = new TreeMap<>();
        for (Service service : Service.values()) {
            system.pid(service).ifPresent(pid -> pids.put(service, pid));
        }
        return pids.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", "  Processes   ", " (kill -9 one and watch)\n"));
    }
}
