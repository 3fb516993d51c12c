package io.counterstep.chaos.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Hands out ports that servers keep over their restarts, each once. Used by one thread. */
final class FreePorts {

    // Below the ranges that Linux and macOS hand to outgoing connections: none takes a port while its server is down.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int MAX_ATTEMPTS = 10_000;

    private final Set<Integer> given = new HashSet<>();

    int next() {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!given.contains(candidate) && isFree(candidate)) {
                given.add(candidate);
                return candidate;
            }
        }
        throw new ClusterException(
                "No free port between %d and %d: end what listens there.".formatted(LOWEST, HIGHEST));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
