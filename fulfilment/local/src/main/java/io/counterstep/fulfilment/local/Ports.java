package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The port of every part, all on the loopback address.
 *
 * @param kafka the broker
 * @param controller the broker's KRaft controller
 * @param postgres PostgreSQL
 * @param http one for each service, left out or not
 */
public record Ports(int kafka, int controller, int postgres, Map<Service, Integer> http) {

    /** Highest offset by which every default port is still a valid port. */
    public static final int MAX_OFFSET = 65_535 - 9_093;

    private static final int DEFAULT_KAFKA = 9092;
    private static final int DEFAULT_CONTROLLER = 9093;
    private static final int DEFAULT_POSTGRES = 5433;

    // Below the ranges that Linux and macOS hand to outgoing connections, so that none takes a port found free.
    private static final int LOWEST_RANDOM = 20_000;
    private static final int HIGHEST_RANDOM = 32_000;
    private static final int MAX_ATTEMPTS = 10_000;
    private static final int CONNECT_TIMEOUT_MILLIS = 200;

    public Ports {
        http = Map.copyOf(http);
    }

    /**
     * The documented ports, each moved by {@code offset}.
     *
     * @throws LocalException if the offset is negative or moves a port past 65535
     */
    public static Ports offsetBy(int offset) {
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new LocalException(
                    "The port offset %d is not usable.".formatted(offset),
                    "Choose one between 0 and " + MAX_OFFSET + ": every port must stay below 65536.");
        }
        Map<Service, Integer> http = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            http.put(service, service.defaultPort() + offset);
        }
        return new Ports(DEFAULT_KAFKA + offset, DEFAULT_CONTROLLER + offset, DEFAULT_POSTGRES + offset, http);
    }

    /** Ports that nobody listens on at this moment, for tests that run beside others. */
    public static Ports free() {
        Set<Integer> found = new LinkedHashSet<>();
        int wanted = 3 + Service.values().length;
        for (int attempt = 0; found.size() < wanted; attempt++) {
            if (attempt == MAX_ATTEMPTS) {
                throw new LocalException(
                        "No %d free ports between %d and %d.".formatted(wanted, LOWEST_RANDOM, HIGHEST_RANDOM),
                        "End what listens there.");
            }
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST_RANDOM, HIGHEST_RANDOM);
            if (isFree(candidate)) {
                found.add(candidate);
            }
        }
        var next = found.iterator();
        int kafka = next.next();
        int controller = next.next();
        int postgres = next.next();
        Map<Service, Integer> http = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            http.put(service, next.next());
        }
        return new Ports(kafka, controller, postgres, http);
    }

    /** The HTTP port of a service. */
    public int of(Service service) {
        Integer port = http.get(service);
        if (port == null) {
            throw new IllegalArgumentException("No port was given for the service " + service + ", only for " + http);
        }
        return port;
    }

    /** Whether one could listen on this loopback port now. It may be taken a moment later. */
    static boolean isFree(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (Socket probe = new Socket()) {
            // macOS lets one bind the loopback address beside a wildcard listener, so ask for an answer first.
            probe.connect(address, CONNECT_TIMEOUT_MILLIS);
            return false;
        } catch (IOException nobodyAnswers) {
            return canBind(address);
        }
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
