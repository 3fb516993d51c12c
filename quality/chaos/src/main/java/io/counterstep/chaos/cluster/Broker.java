package io.counterstep.chaos.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class Broker extends JvmNode implements BrokerNode {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private final int id;
    private final Ports ports;
    private final TcpProxy clients;
    private final Path data;
    private final String clusterId;
    private final String voters;
    private @Nullable Process ready;

    /** What a broker listens on, besides its proxy. */
    record Ports(int client, int internal, int controller) {}

    /** @param voters as {@code controller.quorum.voters} */
    Broker(int id, Ports ports, Path folder, String clusterId, String voters) {
        super("broker-" + id, folder.resolve("logs").resolve("broker-" + id + ".log"));
        this.id = id;
        this.ports = ports;
        this.clients = TcpProxy.to(ports.client(), "clients to broker-" + id);
        this.data = folder.resolve("broker-" + id);
        this.clusterId = clusterId;
        this.voters = voters;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public TcpProxy clients() {
        return clients;
    }

    /** Not through the proxy. */
    String directAddress() {
        return "127.0.0.1:" + ports.internal();
    }

    String clientAddress() {
        return "127.0.0.1:" + clients.port();
    }

    @Override
    List<String> jvm() {
        return List.of(
                "-Xmx320m",
                "-Dlogback.configurationFile=counterstep-chaos-broker-logback.xml",
                BrokerMain.class.getName(),
                data.toString(),
                clusterId,
                Integer.toString(id),
                Integer.toString(ports.client()),
                Integer.toString(clients.port()),
                Integer.toString(ports.internal()),
                Integer.toString(ports.controller()),
                voters);
    }

    @Override
    boolean readsOutput() {
        return true;
    }

    @Override
    boolean answers(Process running) {
        if (running.equals(ready)) {
            return true;
        }
        try {
            BufferedReader said = running.inputReader();
            // never blocks: a line is said in one go
            if (said.ready() && BrokerMain.READY.equals(said.readLine())) {
                ready = running;
                return true;
            }
        } catch (IOException ended) {
            LOG.debug("{} ended while starting", name(), ended);
        }
        return false;
    }
}
