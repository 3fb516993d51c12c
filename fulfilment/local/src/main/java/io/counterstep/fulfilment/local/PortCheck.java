package io.counterstep.fulfilment.local;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Says before anything is started which port is taken: afterwards the reason would be deep in some log. */
final class PortCheck {

    private static final Duration POLL = Duration.ofMillis(100);

    private static final int OFFSET_STEP = 1000;

    private PortCheck() {}

    /**
     * @param patience how long to wait for parts of a run that was just killed to give their ports back
     * @throws LocalException if a port that these options need stays taken, naming each
     */
    static void requireFree(LocalOptions options, Duration patience) {
        Map<Integer, String> wanted = wanted(options);
        long deadline = System.nanoTime() + patience.toNanos();
        Map<Integer, String> taken = taken(wanted);
        while (!taken.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
            taken = taken(taken);
        }
        if (!taken.isEmpty()) {
            String list = taken.entrySet().stream()
                    .map(port -> "port %d, which %s needs,".formatted(port.getKey(), port.getValue()))
                    .collect(Collectors.joining(" and "));
            throw new LocalException(
                    "Cannot start: %s %s in use.".formatted(list, taken.size() == 1 ? "is" : "are"),
                    "End what listens there, or move every port: './counterstep up --port-offset %d'."
                            .formatted(anotherOffset(options.ports())));
        }
    }

    private static int anotherOffset(Ports ports) {
        int next = ports.kafka() - Ports.offsetBy(0).kafka() + OFFSET_STEP;
        return next > 0 && next <= Ports.MAX_OFFSET ? next : OFFSET_STEP;
    }

    private static Map<Integer, String> wanted(LocalOptions options) {
        Map<Integer, String> wanted = new LinkedHashMap<>();
        wanted.put(options.ports().kafka(), "Kafka");
        wanted.put(options.ports().controller(), "Kafka's controller");
        wanted.put(options.ports().postgres(), "PostgreSQL");
        for (Service service : Service.values()) {
            if (options.services().contains(service)) {
                wanted.put(options.ports().of(service), "the " + service + " service");
            }
        }
        return wanted;
    }

    private static Map<Integer, String> taken(Map<Integer, String> among) {
        Map<Integer, String> taken = new LinkedHashMap<>(among);
        taken.keySet().removeIf(Ports::isFree);
        return taken;
    }
}
